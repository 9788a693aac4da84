"""Days as texts write them at their top: "Thursday, March 3, 2011", "30 Dec.", "2011-03-03", "14/10/2023"."""

import calendar
import datetime
import re

MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTH = rf"(?:{'|'.join(name.capitalize() for name in MONTHS)})[a-z]{{0,6}}\.?"
DATE = re.compile(
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}}[.,]{{0,2}} )?"
    rf"(?:(?P<iso>\d{{4}}[-/]\d\d[-/]\d\d)|(?P<m1>{MONTH}) (?P<d1>\d\d?)(?:,? (?P<y1>\d{{4}}))?"
    rf"|(?P<d2>\d\d?) (?P<m2>{MONTH})(?:,? (?P<y2>\d{{4}}))?)"
)
NUMERIC = re.compile(r"(?<!\d)(?P<d>\d\d?)[/.](?P<m>\d\d?)[/.](?P<y>\d{4})(?!\d)")


def calendar_date(text: str, *, before: datetime.date | None = None) -> datetime.date | None:
    """The day that `text` begins with, written with its month's name or as YYYY-MM-DD; None where it is none.

    Without a year it is the last such day that is not after `before`.

    >>> calendar_date("Thursday, March 3, 2011 10:15 GMT"), calendar_date("30 Dec.", before=datetime.date(2011, 1, 2))
    (datetime.date(2011, 3, 3), datetime.date(2010, 12, 30))
    """
    found = DATE.match(text)
    if not found:
        return None
    try:
        if found["iso"]:
            return datetime.date.fromisoformat(found["iso"].replace("/", "-"))
        month = MONTHS[(found["m1"] or found["m2"])[:3].lower()]
        day, year = int(found["d1"] or found["d2"]), found["y1"] or found["y2"]
        if year:
            return datetime.date(int(year), month, day)
        if before is None:
            return None
        return max(d for d in (datetime.date(before.year - back, month, day) for back in (0, 1)) if d <= before)
    except ValueError:
        return None


def numeric_date(found: re.Match[str]) -> datetime.date | None:
    """The day of "14/10/2023" or "10/14/2023"; None where either number may be the month."""
    first, second, year = int(found["d"]), int(found["m"]), int(found["y"])
    dotted = "." in found[0]  # who writes dots writes the day first
    if first <= 12 and second <= 12 and first != second and not dotted:
        return None
    day, month = (first, second) if dotted or first > 12 or first == second else (second, first)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None

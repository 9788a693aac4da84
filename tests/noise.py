"""The noisiest documents there are, made by rule: what no newsroom would send, and what a build must survive all the same."""

from collections.abc import Callable

STORY = ("Rebels attacked the port of Arlen on Monday, killing 12 people, officials said. The army blamed the Coral Front, "
         "which is backed by Ruritania. President Ana Petrov met the envoy in Graz.")
WORDS = STORY.replace(",", "").replace(".", "").split()
NAMES = ["Ana", "Petrov", "Rui", "Lopes", "Ilse", "Moran", "Otto", "Lind", "Mara", "Stein", "Jan", "Beck"]
COUNTRIES = ("Peru", "Chad", "Mali", "Cuba", "Oman", "Laos")


def _cycle(parts: list[str] | tuple[str, ...], number: int, between: str = " ") -> str:
    return between.join(parts[i % len(parts)] for i in range(number))


def _interleaved(text: str, mark: str) -> str:
    return "".join(letter + mark for letter in text)


GROWING: dict[str, Callable[[int], str]] = {
    "no punctuation": lambda n: _cycle(WORDS, n),
    "one long sentence": lambda n: _cycle(["the rebels attacked the port of Arlen and"], n // 8) + " left.",
    "relative clauses": lambda n: _cycle(["the man who knew"], n // 4) + " the mayor left.",
    "prepositional chain": lambda n: "He is " + _cycle(["the friend of"], n // 3) + " the mayor.",
    "infinitive chain": lambda n: "He wants " + _cycle(["to begin"], n // 2) + " to sing.",
    "adjective chain": lambda n: "a letter " + _cycle(["critical of a man"], n // 4) + ".",
    "names with commas": lambda n: _cycle(NAMES, n, ", ") + " met.",
    "names without commas": lambda n: _cycle(NAMES, n),
    "names with and": lambda n: _cycle(NAMES, n, " and ") + " met in Graz.",
    "one name again": lambda n: _cycle(["Ana Petrov"], n // 2) + ".",
    "countries": lambda n: _cycle(COUNTRIES, n, ", ") + ".",
    "new names": lambda n: ". ".join(f"Ana Petrov{_letters(i)} met Rui Lopes{_letters(i)}" for i in range(n // 5)) + ".",
    "acronyms": lambda n: ". ".join(f"The Free Front {_letters(i).upper()} (FF{_letters(i).upper()}) left"
                                    for i in range(n // 6)),
    "sentences": lambda n: _cycle([STORY], n // 35),
    "paragraphs": lambda n: _cycle([STORY], n // 35, "\n\n"),
    "same line": lambda n: _cycle(["Rebels killed 12 people in Arlen on Monday."], n // 8, "\n"),
    "short lines": lambda n: _cycle(WORDS, n, "\n"),
    "short paragraphs": lambda n: _cycle(WORDS, n, "\n\n"),
    "capitals": lambda n: _cycle([STORY.upper()], n // 35),
    "pronouns": lambda n: "Ana Petrov left. " + _cycle(["She said that he told them that they had met it."], n // 10),
    "quotations": lambda n: _cycle(['"We attacked the port," said Ana Petrov.'], n // 7),
    "open quotation": lambda n: '"' + _cycle([STORY], n // 35),
    "quotation marks": lambda n: '"' * n,
    "brackets": lambda n: "(" * n,
    "closed brackets": lambda n: "(" * (n // 2) + "Graz" + ")" * (n // 2),
    "commas": lambda n: "," * n,
    "full stops": lambda n: ". " * n,
    "hyphens": lambda n: "Iran" + "-backed" * n,
    "dashes": lambda n: _cycle(["Graz"], n, " - "),
    "question marks": lambda n: _cycle(["Did Ruritania attack Graz?"], n // 5),
    "digits": lambda n: "7" * n,
    "numbers": lambda n: " ".join(map(str, range(n))),
    "dates": lambda n: _cycle(["on Jan. 3, 1990", "two days ago", "last Monday", "in May"], n // 3),
    "dates with events": lambda n: _cycle(["Rebels attacked Graz on Monday and on Jan. 3, 1990, and in May."], n // 15),
    "tolls": lambda n: _cycle(["Rebels killed 12 people and wounded 7 in an attack on Graz."], n // 12),
    "letters": lambda n: "x" * n,
    "capital letters": lambda n: "A. " * n,
    "combining characters": lambda n: "e" + "\u0301" * n,
    "emoji": lambda n: "🎉🔥" * (n // 2),
    "tabs": lambda n: _cycle(NAMES, n, "\t"),
    "blanks": lambda n: "Graz" + " " * n + "left.",
    "line breaks": lambda n: "Graz left." + "\n" * n + "Arlen left.",
    "table": lambda n: _cycle(["| Ana Petrov | Graz | 12 |"], n // 8, "\n"),
    "list": lambda n: _cycle(["- Ana Petrov, Graz"], n // 4, "\n"),
    "deep list": lambda n: "\n".join("  " * (i % 40) + "* Ana Petrov" for i in range(n // 3)),
    "code": lambda n: _cycle(["if (x[0] != None) { return f(x)->y::z; }"], n // 12, "\n"),
    "addresses": lambda n: _cycle(["https://example.org/a?b=c&d=%20", "ana@example.org"], n),
    "titles": lambda n: _cycle(["Gen.", "Lt.", "President", "Dr."], n) + " Petrov left.",
    "appositions": lambda n: "Ana Petrov, " + _cycle(["a lawyer,"], n // 2) + " left.",
    "possessives": lambda n: _cycle(["Petrov's"], n) + " friend left.",
    "negations": lambda n: "He did " + _cycle(["not"], n) + " leave.",
    "said that": lambda n: _cycle(["Ana said that"], n // 3) + " Graz fell.",
    "denied that": lambda n: _cycle(["Ana denied that"], n // 3) + " Graz fell.",
}
"""Each makes a text of some n tokens; what it holds does not change with n but for the length."""


def _letters(number: int) -> str:
    """0 -> "a", 26 -> "ba": a name of its own for each number."""
    return (_letters(number // 26) if number >= 26 else "") + chr(ord("a") + number % 26)


ODD: dict[str, str] = {
    "empty": "",
    "one blank": " ",
    "one letter": "x",
    "one name": "Graz",
    "one full stop": ".",
    "one question mark": "?",
    "a quotation mark alone": "“",
    "a quotation never opened": STORY + "”",
    "nested quotations": "“‘“‘" + STORY + "’”’”",
    "right to left": "هاجم المتمردون الميناء يوم الاثنين. מורדים תקפו את הנמל ביום שני.",
    "mixed directions": "Rebels \u202eattacked\u202c the port of \u2067ميناء\u2069 on Monday.",
    "Chinese": "叛军星期一袭击了港口，造成12人死亡。",
    "Thai": "กบฏโจมตีท่าเรือเมื่อวันจันทร์",
    "Hangul": "반군이 월요일에 항구를 공격했다.",
    "Cyrillic": "Повстанцы атаковали порт в понедельник.",
    "mathematical letters": "𝐑𝐞𝐛𝐞𝐥𝐬 𝐚𝐭𝐭𝐚𝐜𝐤𝐞𝐝 𝐭𝐡𝐞 𝐩𝐨𝐫𝐭",
    "full-width letters": "Ｒｅｂｅｌｓ　ａｔｔａｃｋｅｄ　ｔｈｅ　ｐｏｒｔ",
    "ligatures": "The o\ufb03ce of\ufb01cer left.",
    "dotted capital I": "İstanbul'da İRAN backs İzmir.",
    "sharp s": "STRASSE straße ẞ attacked Graz.",
    "combining over all": _interleaved(STORY, "\u0301"),
    "zero width": _interleaved(STORY, "\u200b"),
    "soft hyphens": _interleaved(STORY, "\u00ad"),
    "no-break blanks": STORY.replace(" ", "\u00a0"),
    "odd blanks": STORY.replace(" ", "\u2003"),
    "vertical tabs": STORY.replace(" ", "\x0b"),
    "form feeds": STORY.replace(". ", ".\f"),
    "control characters": _interleaved(STORY, "\x07"),
    "zero bytes": STORY.replace(" ", "\x00"),
    "byte order marks": "\ufeff" + STORY.replace(".", ".\ufeff"),
    "replacement characters": STORY.replace("e", "\ufffd"),
    "private characters": STORY.replace("e", "\ue000"),
    "line separators": STORY.replace(". ", ".\u2028"),
    "carriage returns": STORY.replace(". ", ".\r"),
    "flags and families": "🇨🇺 👨‍👩‍👧‍👦 attacked 🇵🇪 on Monday 👍🏽.",
    "spaced letters": " ".join(STORY),
    "no blanks": STORY.replace(" ", ""),
    "reversed": STORY[::-1],
    "every word capital": STORY.title(),
    "only dashes": "-" * 50 + "\n" + "—" * 50,
    "metadata only": "Title: \nDate: \nSource: ",
    "markup": "<html><body><p>Rebels &amp; <b>army</b> attacked &lt;Graz&gt;</p>",
    "JSON": '{"agent": "Ana Petrov", "target": ["Graz", null, 12.5e-3]}',
    "CSV": "name;place\n\"Petrov; Ana\";Graz\n;;;\n",
    "SPARQL": 'DELETE WHERE { ?s ?p ?o } # "\\" <http://x> \\u0000',
    "escapes": 'C:\\new\\table "\\" \\n \\t \\u00e9 \'\'\' """',
    "ratios and scores": "Graz 3:2 (1:1), 10/12/11, 1.5e10, -0, +7, 1,000,000.00, 0x1F, ½, ²",
    "impossible dates": "On Feb. 31, 2019, on 99/99/9999 and in year 0 and 123456789 BC rebels attacked Graz.",
    "huge toll": "Rebels killed 99999999999999999999999999 people in Graz.",
    "negative toll": "Rebels killed -12 people and 0 others, about ½ wounded, in Graz.",
    "roman numerals": "XVII and MMXX attacked III Corps in IV.",
    "same name thrice": "Graz, Graz, Graz attacked Graz in Graz.",
}

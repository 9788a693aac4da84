"""What is understood of requests, without a server."""

import json
from urllib.parse import parse_qsl, quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.server import errors, formats, frames, negotiation, operation
from kg.server.updates import using, without_silent_loads


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=5))
def test_forms_are_read_as_the_standard_library_reads_them(pairs):
    for quoted in (quote, quote_plus):
        form = "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs).encode()
        assert list(operation.parameters(form, "The form")) == pairs


@given(st.binary(max_size=40))
def test_a_broken_form_is_read_the_same_or_refused(form):
    try:
        wanted = tuple(parse_qsl(form.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        with pytest.raises(errors.Problem):
            operation.parameters(form, "The form")
    else:
        assert operation.parameters(form, "The form") == wanted


@given(st.lists(st.tuples(st.sampled_from([frames.PIECE, frames.END]), st.binary(max_size=50)), max_size=6), st.integers(1, 20))
def test_frames_come_through_however_they_are_cut(sent, size):
    stream = b"".join(frames.frame(kind, payload) for kind, payload in sent)
    splitter = frames.Splitter()
    assert [one for at in range(0, len(stream), size) for one in splitter.feed(stream[at : at + size])] == sent


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none(), st.lists(st.text()))))
def test_messages_come_through(values):
    ((kind, payload),) = frames.Splitter().feed(frames.message(frames.REQUEST, values))
    assert (kind, frames.values(payload)) == (frames.REQUEST, values)


@pytest.mark.parametrize(("accept", "name"), [
    ("", "ttl"),
    ("text/turtle", "ttl"),
    ("text/turtle; charset=utf-8", "ttl"),
    ("application/*;q=0.5, text/turtle;q=0.1", "nt"),
    ("application/ld+json;profile=\"x\";q=1, */*;q=0.1", "jsonld"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "rdf"),
    ("application/rdf+xml;q=0, */*", "ttl"),
    ("nonsense", None),
])
def test_the_best_format_is_chosen(accept, name):
    found = negotiation.choose(accept, formats.GRAPHS)
    assert (found and found.name) == name


@pytest.mark.parametrize(("update", "wanted"), [
    ("INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }", "INSERT { ?s ?p 1 } USING <urn:g> WHERE { ?s ?p 2 }"),
    ("DELETE { ?s ?p 1 } INSERT { ?s ?p 3 } where { ?s ?p 2 }",
     "DELETE { ?s ?p 1 } INSERT { ?s ?p 3 } USING <urn:g> where { ?s ?p 2 }"),
    ("DELETE WHERE { ?s ?p { 1 } } ; CLEAR ALL", "DELETE { ?s ?p { 1 } } USING <urn:g> WHERE { ?s ?p { 1 } } ; CLEAR ALL"),
    ("INSERT DATA { <urn:a> <urn:b> 'WHERE' }", "INSERT DATA { <urn:a> <urn:b> 'WHERE' }"),
    ("INSERT { ?s ?p 1 } WHERE { { SELECT * WHERE { ?s ?p 2 } } }",
     "INSERT { ?s ?p 1 } USING <urn:g> WHERE { { SELECT * WHERE { ?s ?p 2 } } }"),
])
def test_using_stands_where_it_belongs(update, wanted):
    assert using(update, ["urn:g"], []) == wanted


@pytest.mark.parametrize(("update", "wanted"), [
    ("LOAD SILENT <urn:x>", ""),
    ("CLEAR ALL ; LOAD SILENT <urn:x> INTO GRAPH <urn:g>", "CLEAR ALL ; "),
    ("LOAD <urn:x>", "LOAD <urn:x>"),
    ("INSERT DATA { <urn:a> <urn:b> 'LOAD SILENT <urn:x>' }", "INSERT DATA { <urn:a> <urn:b> 'LOAD SILENT <urn:x>' }"),
])
def test_a_silent_load_is_passed_over(update, wanted):
    assert without_silent_loads(update) == wanted


@given(st.integers(400, 599), st.text(), st.text(max_size=10))
def test_every_error_has_a_body(status, message, accept):
    content, media_type = errors.body(errors.Problem(status, message), accept)
    if "json" in media_type:
        assert json.loads(content)["status"] == status
    else:
        assert content.decode("utf-8", "surrogatepass").rstrip("\n") == message.rstrip("\n")

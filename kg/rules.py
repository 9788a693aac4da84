"""What each rule of the extraction does, in a sentence for readers: `kg explain` prints it beside the rule's name.

The names are those that claims bear as kg:rule. A claim read from a verb or noun bears the name of the construction in
which its parts were found.
"""

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    # verbs
    "active": "A verb with its own subject: the subject does it.",
    "passive": "A passive verb: its subject suffers it, and the noun after \"by\" does it.",
    "relative clause": "A clause with \"who\", \"which\" or \"that\": the noun before it stands for the pronoun.",
    "object relative": "A clause that says what someone does to the noun before it: \"the towns that they seized\".",
    "participle": "A participle beside a noun: \"a militia led by\", \"X-backed\", \"rebels fighting\".",
    "adverbial participle": "A participle that follows its clause: \"..., killing two\"; the clause's subject does it.",
    "coordination": "A verb joined by \"and\" or \"or\" to another: it has the same subject.",
    "control": "A verb that another one governs: \"X wants to attack\", \"X told Y to leave\".",
    "infinitive of a noun": "An infinitive that a noun governs: \"a plan to attack\".",
    "gerund": "A verb in -ing after a preposition: \"after attacking\"; the clause's subject does it.",
    # nouns
    "noun": "A noun that names a relation or an event, with what it governs: \"leader of\", \"attack on ... by\".",
    "demonym": "People who are called by their country: \"two Kenyans\".",
    "apposition": "A noun beside a name, between commas: \"X, a member of Y\".",
    "copula": "A noun after a form of \"be\" or \"become\": \"X is the leader of Y\".",
    "as": "A noun after \"as\": \"X serves as leader of Y\".",
    "title": "A title before a name: \"Y's President X\", \"General X\".",
    # adjectives
    "predicate adjective": "An adjective after a form of \"be\": \"X is loyal to Y\".",
    "attribute": "An adjective beside its noun: \"a group loyal to Y\".",
    "hyphenated adjective": "A name joined to an adjective by a hyphen: \"Y-backed X\", \"pro-Y X\".",
    # events
    "light verb": "A verb that says little beside the noun of an event: \"X carried out an attack\"; its subject does it.",
    "governing verb": "A verb of which the noun of an event is a part lends it its place.",
    "attended": "Who came to, left or held an event took part in it.",
    "target place": "The place where that which was attacked lies is the event's place too.",
    "place of a participant": "Where those who take part are said to be is where it happened: \"killed two soldiers in\".",
    "place of the wider event": "What happened in a raid or a clash happened where that was.",
    "here": "\"Here\" is the place that the dateline names.",
    "dateline": "The dateline names a town and the country or state that it lies in.",
    "stands in an election": "Who wins, loses, leads or trails, or has so much of the vote, takes part in the election.",
    "country of the election": "An election whose sentence names only the country that the text is about is held there.",
    "listed": "Who is told one by one: \"among those arrested was X\", or a list behind a colon.",
    "threatened deed": "Those whom a threatened deed is to hit are whom the threat is against.",
    "aim of a protest": "The streets of a protest, the seat it marches on, whose resignation it demands: where and against whom.",
    "subject event": "An event that hits or targets something: \"the strike hit X\".",
    "no subject": "A verb without a subject of its own.",
    "added casualties": "A number that comes on top of one told before: \"two bystanders also died\".",
    "suspect": "Who is called the likely culprit, or is blamed, right after a deed whose doer is not told.",
    "place in a place": "A place that is stated to lie in another puts the event there too.",
    "owner of the target": "Who is in the vehicle that was attacked, or owns it, was aimed at: \"ambushed the minister's car\".",
    "shared by the verbs": "A place told once for joined verbs: \"In Homs, looters burned shops and police arrested two\".",
    "named member": "Who is named beside several is one of them: \"two guards, X and Y, were killed\".",
    "user of the weapon": "Whoever uses a weapon to do it, does it: \"used drones to destroy a bridge\".",
    "identified": "Whoever the victims or the attacker of an event told before are later identified as.",
    "toll": "A count of the dead or wounded of an event that was told before: \"put the death toll at 17\".",
    "revised toll": "A count that takes the place of those told before: \"the death toll rose to 29\".",
    "owner of the weapon": "Whose weapon was used, did it: \"X's rockets hit\".",
    "group of the fighters": "What fighters of an armed group do, the group does: \"fighters of X attacked\".",
    "taking part": "Who took part in an attack, or was involved in it, did it.",
    "scene": "Place and day told just before hold for what the story tells next, until it turns elsewhere.",
    "weapon told apart": "What the attackers are said to have used or to be armed with is the weapon of their attack.",
    "responsibility": "Who is called responsible for an event, did it.",
    "claimed responsibility": "Who claims an event as his own, says that he did it.",
    "blame": "Who is blamed or accused, is said to have done it, by those who blame him.",
    "date": "The time expression of the event's own clause, counted from the document's date where it is relative.",
    "event status": "The event as a whole is in doubt, denied or planned, and so are all of its parts.",
}

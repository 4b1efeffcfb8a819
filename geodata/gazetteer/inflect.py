"""Case forms and adjectives of place names in Ukrainian, Russian and Polish, by the endings that toponyms have.

Generated when an index is built, so that reading looks forms up and never guesses. Over-generation is cheap: a form
that no text uses is never looked up.
"""

from __future__ import annotations

import re
from itertools import product

Cases = tuple[tuple[str, ...], ...]  # genitive, dative, accusative, instrumental, locative

# (ending, what is cut, the five cases), the first that fits holds.
_Rules = tuple[tuple[str, int, tuple[str, ...]], ...]

_UK_ADJECTIVES: _Rules = (
    ("ій", 2, ("ього", "ьому", "ій ього", "ім", "ьому ім")),
    ("ий", 2, ("ого", "ому", "ий ого", "им", "ому ім")),
    ("ої", 2, ("ої", "ій", "у", "ою", "ій")),
    ("я", 1, ("ьої", "ій", "ю", "ьою", "ій")),
    ("а", 1, ("ої", "ій", "у", "ою", "ій")),
    ("є", 1, ("ього", "ьому", "є", "ім", "ьому")),
    ("е", 1, ("ого", "ому", "е", "им", "ому ім")),
    ("і", 1, ("их", "им", "і", "ими", "их")),
)
_UK_NOUNS: _Rules = (
    ("поле", 1, ("я", "ю", "е", "ем", "і ю")),
    ("море", 1, ("я", "ю", "е", "ем", "і ю")),
    ("ий", 2, ("ого", "ому", "ий", "им", "ому ім")),
    ("ій", 1, ("я", "ю", "й", "єм", "ї")),
    ("й", 1, ("ю я", "ю", "й", "єм", "ю ї")),
    ("їв", 2, ("єва", "єву", "їв", "євом", "єві")),
    ("ків", 2, ("ова", "ову", "ів", "овом", "ові")),
    ("ів", 2, ("ова ева", "ову еву", "ів", "овом евом", "ові еві")),
    ("яр", 0, ("у а", "у", "", "ом", "у і")),
    ("ріг", 2, ("огу", "огу", "іг", "огом", "озі")),
    ("ець", 3, ("ця", "цю", "ець", "цем", "ці")),
    ("сіль", 3, ("олі", "олі", "іль", "іллю", "олі")),
    ("піль", 3, ("оля", "олю", "іль", "олем", "олі")),
    ("іл", 2, ("ола олу іла ілу", "олу ілу", "іл", "олом ілом", "олі ілі")),
    ("тік", 2, ("оку ока іку іка", "оку іку", "ік", "оком іком", "оці оку іку")),
    ("брід", 3, ("роду роди", "роду", "рід", "родом", "роді")),
    ("ль", 1, ("я і", "ю і", "ь", "ем ем лю", "і ю")),
    ("нь", 1, ("я і", "ю і", "ь", "ем ню", "і")),
    ("ь", 1, ("я і", "ю і", "ь", "ем ю", "і")),
    ("ка", 2, ("ки", "ці", "ку", "кою", "ці")),
    ("га", 2, ("ги", "зі", "гу", "гою", "зі")),
    ("ха", 2, ("хи", "сі", "ху", "хою", "сі")),
    ("на", 1, ("и ої", "і ій", "у", "ою", "і ій")),
    ("ща", 1, ("і", "і", "у", "ею", "і")),
    ("ча", 1, ("і", "і", "у", "ею", "і")),
    ("ша", 1, ("і", "і", "у", "ею", "і")),
    ("ська", 1, ("ої", "ій", "у", "ою", "ій")),
    ("цька", 1, ("ої", "ій", "у", "ою", "ій")),
    ("ва", 1, ("и ої", "і ій", "у", "ою", "і ій")),
    ("а", 1, ("и", "і", "у", "ою", "і")),
    ("ія", 1, ("ї", "ї", "ю", "єю", "ї")),
    ("’я", 1, ("я", "ю", "я", "ям", "ї")),
    ("'я", 1, ("я", "ю", "я", "ям", "ї")),
    ("лля", 1, ("я", "ю", "я", "ям", "і ю")),
    ("шшя", 1, ("я", "ю", "я", "ям", "і ю")),
    ("жжя", 1, ("я", "ю", "я", "ям", "і ю")),
    ("ччя", 1, ("я", "ю", "я", "ям", "і ю")),
    ("ння", 1, ("я", "ю", "я", "ям", "і ю")),
    ("ття", 1, ("я", "ю", "я", "ям", "і ю")),
    ("сся", 1, ("я", "ю", "я", "ям", "і ю")),
    ("ззя", 1, ("я", "ю", "я", "ям", "і ю")),
    ("я", 1, ("і", "і", "ю", "ею", "і")),
    ("є", 1, ("ього я", "ьому ю", "є", "ім єм", "ьому ї")),
    ("ще", 1, ("а", "у", "е", "ем", "і")),
    ("ве", 1, ("ого а", "ому у", "е", "им ом", "ому ім і")),
    ("не", 1, ("ого а", "ому у", "е", "им ом", "ому ім і")),
    ("е", 1, ("ого", "ому", "е", "им", "ому ім")),
    ("о", 1, ("а", "у", "о", "ом", "і у")),
    ("ці", 1, ("ів", "ям", "і", "ями", "ях")),
    ("ні", 1, ("ів их", "ям им", "і", "ями ими", "ях их")),
    ("і", 1, ("ів их", "ам ям им", "і", "ами ями ими", "ах ях их")),
    ("ки", 2, ("ок ків", "кам", "ки", "ками", "ках")),
    ("и", 1, (" ів", "ам", "и", "ами", "ах")),
    ("", 0, ("а у", "у", "", "ом", "і у")),
)
_RU_ADJECTIVES: _Rules = (
    ("ий", 2, ("его ого", "ему ому", "ий", "им", "ем ом")),
    ("ый", 2, ("ого", "ому", "ый", "ым", "ом")),
    ("ой", 2, ("ого", "ому", "ой", "ым им", "ом")),
    ("ая", 2, ("ой", "ой", "ую", "ой", "ой")),
    ("яя", 2, ("ей", "ей", "юю", "ей", "ей")),
    ("ое", 2, ("ого", "ому", "ое", "ым им", "ом")),
    ("ее", 2, ("его", "ему", "ее", "им", "ем")),
    ("ые", 2, ("ых", "ым", "ые", "ыми", "ых")),
    ("ие", 2, ("их", "им", "ие", "ими", "их")),
)
_RU_NOUNS: _Rules = (
    *_RU_ADJECTIVES,
    ("поле", 1, ("я", "ю", "е", "ем", "е")),
    ("море", 1, ("я", "ю", "е", "ем", "е")),
    ("ье", 1, ("я", "ю", "е", "ем", "е")),
    ("ие", 1, ("я", "ю", "е", "ем", "и")),
    ("й", 1, ("я", "ю", "й", "ем", "е ю")),
    ("ов", 0, ("а", "у", "", "ом ым", "е")),
    ("ев", 0, ("а", "у", "", "ом ым", "е")),
    ("ец", 2, ("ца", "цу", "ец", "цом цем", "це")),
    ("рог", 0, ("а", "у", "", "ом", "е")),
    ("ь", 1, ("я и", "ю и", "ь", "ем ью", "е и")),
    ("ка", 1, ("и", "е", "у", "ой", "е")),
    ("га", 1, ("и", "е", "у", "ой", "е")),
    ("ха", 1, ("и", "е", "у", "ой", "е")),
    ("ца", 1, ("ы", "е", "у", "ей", "е")),
    ("жа", 1, ("и", "е", "у", "ей ой", "е")),
    ("ща", 1, ("и", "е", "у", "ей ой", "е")),
    ("хутора", 1, ("ов", "ам", "а", "ами", "ах")),
    ("ша", 1, ("и", "е", "у", "ей", "е")),
    ("ча", 1, ("и", "е", "у", "ей", "е")),
    ("а", 1, ("ы", "е", "у", "ой", "е")),
    ("ия", 1, ("и", "и", "ю", "ей", "и")),
    ("я", 1, ("и", "е", "ю", "ей", "е")),
    ("о", 1, ("а", "у", "о", "ом", "е")),
    ("ще", 1, ("а", "у", "е", "ем", "е")),
    ("е", 1, ("а я ого", "у ю ому", "е", "ем ым", "е ом")),
    ("цы", 1, ("ев ов ", "ам", "ы", "ами", "ах")),
    ("ы", 1, (" ов", "ам", "ы", "ами", "ах")),
    ("ки", 2, ("ок ек ков", "кам", "ки", "ками", "ках")),
    ("и", 1, (" ей ов", "ам ям", "и", "ами ями", "ах ях")),
    ("", 0, ("а у", "у", "", "ом", "е у")),
)
_PL_NOUNS: _Rules = (
    ("pole", 1, ("a", "u", "e", "em", "u")),
    ("że", 1, ("a", "u", "e", "em", "u")),
    ("ka", 2, ("ki", "ce", "kę", "ką", "ce")),
    ("ga", 2, ("gi", "dze", "gę", "gą", "dze")),
    ("na", 1, ("y ej", "ie ej", "ę ą", "ą", "ie ej")),
    ("wa", 1, ("y ej", "ie ej", "ę ą", "ą", "ie ej")),
    ("ja", 1, ("i", "i", "ę", "ą", "i")),
    ("la", 1, ("i a", "i u", "ę", "ą", "i u")),
    ("a", 1, ("y i", "ie", "ę", "ą", "ie")),
    ("owe", 1, ("ego", "emu", "e", "em ym", "em ym")),
    ("owyj", 2, ("ego", "emu", "y", "ym", "ym")),
    ("nyj", 2, ("ego", "emu", "y", "ym", "ym")),
    ("ne", 1, ("ego a", "emu u", "e", "em ym", "em ym")),
    ("we", 1, ("ego a", "emu u", "e", "em ym", "em ym")),
    ("e", 1, ("ego", "emu", "e", "em ym", "em ym")),
    ("owo", 1, ("a ego", "u emu", "o", "em", "ie em")),
    ("o", 1, ("a", "u", "o", "em", "ie")),
    ("y", 1, ("ego ", "emu om", "y", "ym ami", "ym ach")),
    ("ki", 2, ("ek ków ", "kom", "ki", "kami", "kach")),
    ("i", 1, (" ów i", "om iom im", "i", "ami iami imi", "ach iach ich")),
    ("sk", 0, ("a", "owi", "", "iem", "u")),
    ("ck", 0, ("a", "owi", "", "iem", "u")),
    ("ów", 2, ("owa", "owowi", "ów", "owem", "owie")),
    ("iw", 2, ("iwa owa", "iwowi", "iw", "iwem", "iwie")),
    ("jar", 0, ("u", "owi", "", "em", "ze")),
    ("r", 0, ("u a", "owi", "", "em", "ze")),
    ("t", 1, ("tu ta", "towi", "t", "tem", "cie")),
    ("d", 1, ("du da", "dowi", "d", "dem", "dzie")),
    ("ł", 1, ("łu ła", "łowi", "ł", "łem", "le")),
    ("k", 0, ("u a", "owi", "", "iem", "u")),
    ("ec", 2, ("ca", "cowi", "ec", "cem", "cu")),
    ("ń", 1, ("nia", "niowi", "ń", "niem", "niu")),
    ("", 0, ("a u", "owi", "", "em", "ie u")),
)
_PL_ADJECTIVES: _Rules = (
    ("ka", 1, ("iej", "iej", "ą", "ą", "iej")),
    ("a", 1, ("ej", "ej", "ą", "ą", "ej")),
    ("ij", 2, ("iego ego", "iemu emu", "ij", "im", "im")),
    ("yj", 2, ("ego", "emu", "yj", "ym", "ym")),
    ("y", 1, ("ego", "emu", "y", "ym", "ym")),
    ("i", 1, ("iego ich", "iemu im", "i", "im imi", "im ich")),
    ("e", 1, ("ego", "emu", "e", "ym em", "ym em")),
    ("iw", 2, ("iw iwego owego iwa owa", "iw iwemu owemu", "iw", "iw iwym owym", "iw iwym owym iwie")),
    ("yn", 0, (" ego a", " emu", "", " ym em", " ym ie")),
)
_PL_STEMS: tuple[tuple[str, str], ...] = (
    ("sk", "sk"), ("ck", "ck"), ("zk", "zk"), ("ivka", "ivsk"), ("wka", "wsk"), ("pole", "polsk"), ("ów", "owsk"),
    ("że", "sk"), ("ka", "eck ck"), ("ne", "nensk nsk"), ("t", "ck"), ("d", "dzk"), ("k", "ck"), ("a", "sk"),
    ("y", "sk"), ("e", "sk"), ("o", "sk"), ("i", "sk"), ("", "sk"),
)  # fmt: skip
_ORDINAL = re.compile(r"(?:перш|друг|трет|перв|втор)(?:ий|ій|ый|ой|а|я|ая|ья|е|є|ое|ье)\Z")
_OFTEN_LEFT = ("ово", "ево", "ино")  # as it is, by many writers: в районе Нового Шахово
_WORD = re.compile(r"[^\s-]+")
_MAX_FORMS_PER_CASE = 6

ADJECTIVE_ENDINGS = {
    "uk": ("ий", "ого", "ому", "им", "ім", "а", "ої", "ій", "у", "ою", "е", "і", "их", "ими"),
    "ru": ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими"),
}
_UK_STEMS: tuple[tuple[str, str], ...] = (
    ("поле", "пільськ польськ"), ("пілля", "пільськ"), ("піль", "пільськ"), ("ськ", "ськ"), ("цьк", "цьк"),
    ("зьк", "зьк"), ("ське", "ськ"), ("цьке", "цьк"), ("ська", "ськ"), ("івка", "івськ івківськ"),
    ("ївка", "ївськ"), ("жжя", "зьк"), ("ччя", "цьк"), ("лля", "льськ"), ("ове", "івськ овськ"), ("еве", "евськ"),
    ("єве", "євськ ївськ"), ("ине", "инськ"), ("їне", "їнськ"), ("не", "нськ ненськ нянськ"), ("на", "нськ нянськ"),
    ("ець", "ецьк"), ("иця", "ицьк"), ("шшя", "шськ"), ("ння", "нськ"), ("ів", "івськ"),
    ("їв", "ївськ"), ("ка", "ківськ"), ("ки", "ківськ"), ("ги", "зьк"), ("га", "зьк"), ("г", "зьк"),
    ("ж", "зьк"), ("к", "цьк"), ("ці", "цьк"), ("ч", "цьк"), ("ха", "ськ"), ("ша", "ськ"),
    ("жа", "жанськ зьк"), ("ії", "ійськ"),
    ("ія", "ійськ"), ("ля", "льськ"), ("ль", "льськ"), ("нь", "нськ"), ("ий", "івськ"), ("а", "ськ инськ"),
    ("и", "ськ івськ"), ("і", "івськ ськ"), ("е", "ськ івськ"), ("о", "ськ івськ"), ("й", "йськ"), ("", "ськ івськ"),
)  # fmt: skip
_RU_STEMS: tuple[tuple[str, str], ...] = (
    ("поле", "польск"), ("полье", "польск"), ("поль", "польск"), ("ск", "ск"), ("цк", "цк"), ("ское", "ск"),
    ("цкое", "цк"), ("ская", "ск"), ("овка", "овск"), ("евка", "евск"), ("жье", "жск"), ("лье", "льск"),
    ("ово", "овск"), ("ево", "евск"), ("овое", "овск"), ("ино", "инск"), ("ное", "нск ненск"), ("ная", "нск нянск"),
    ("ец", "ецк"), ("ица", "ицк"), ("ов", "овск"), ("ев", "евск"), ("ин", "инск"),
    ("ка", "ковск"), ("ки", "ковск"), ("га", "жск"), ("г", "жск"), ("к", "цк"),
    ("жа", "жанск жск жинск"),
    ("ча", "ческ"), ("ия", "ийск"), ("ля", "льск"), ("ль", "льск"), ("ь", "ск ьск"), ("ый", "овск"), ("ий", "ийск"),
    ("а", "ск инск"), ("ы", "ск"), ("и", "ск"), ("е", "ск"), ("о", "ск овск"), ("й", "йск"), ("", "ск овск"),
)  # fmt: skip


def cases(word: str, rules: _Rules) -> Cases:
    """Return the genitive, dative, accusative, instrumental and locative of a word, each with its variants."""
    for ending, cut, forms in rules:
        if word.endswith(ending) and (len(word) > len(ending) or len(ending) > 2):  # noqa: PLR2004 a whole word
            stem = word[: len(word) - cut]
            return tuple(tuple(dict.fromkeys(stem + form for form in case.split(" "))) for case in forms)
    return ((word,),) * 5


def declined(name: str, language: str) -> set[str]:
    """Return the case forms of a name of one or more words, lower case, without the name itself.

    Examples
    --------
    >>> sorted(declined("Часів Яр", "uk"))[:3]
    ['часова яра', 'часова яру', 'часовий яр']
    >>> "мирноградом" in declined("Мирноград", "uk"), "купянске" in declined("Купянск", "ru")
    (True, True)
    """
    text = name.lower()
    words = _WORD.findall(text)
    if not words or len(words) > 3:  # noqa: PLR2004 a longer name is a description and is not declined in texts
        return set()
    gaps = _WORD.split(text)
    heads = {"uk": _UK_NOUNS, "ru": _RU_NOUNS, "pl": _PL_NOUNS}[language]
    numbered = len(words) > 1 and _ORDINAL.search(words[-1]) is not None
    table: list[Cases] = []
    for position, word in enumerate(words):
        last = position == len(words) - 1
        if last and position and word.endswith(_OFTEN_LEFT):
            table.append(tuple((*forms, word) for forms in cases(word, heads)))
        elif last:
            table.append(cases(word, heads))
        elif numbered:
            # The noun comes first: у Лимана Первого; one that looks like a surname may stay: у Шевченко Первого.
            table.append(tuple((*forms, word) for forms in cases(word, heads)))
        elif language == "pl":
            both = "-" in gaps[position + 1] and not word.endswith(("a", "e", "i", "o", "y"))
            found = cases(word, heads if both else _PL_ADJECTIVES)
            table.append(tuple((*case, word) for case in found))
        else:
            table.append(_first_word(word, language, hyphen="-" in gaps[position + 1]))
    forms: set[str] = set()
    for case in range(5):
        for combination in list(product(*(column[case] for column in table)))[:_MAX_FORMS_PER_CASE]:
            forms.add("".join(gap + word for gap, word in zip(gaps, combination, strict=False)) + gaps[-1])
    forms.discard(text)
    return forms


def _first_word(word: str, language: str, *, hyphen: bool) -> Cases:
    """A word before the last one is an adjective (Мала Токмачка) or a possessive (Часів Яр), or stays."""
    if hyphen:
        # Both parts may be declined: в Купянске-Узловом, в Каменке-Днепровской, but в Орехово-Васильевке.
        nouns = cases(word, _UK_NOUNS if language == "uk" else _RU_NOUNS)
        return tuple((*forms, word) for forms in nouns)
    if language == "uk":
        if word.endswith("ів"):
            stem = word[:-2] + "ов"
            return ((stem + "а", stem + "ого"), (stem + "у", stem + "ому"), (word, stem + "ий"),
                    (stem + "им",), (stem + "і", stem + "ому", stem + "ім"))  # fmt: skip
        if word.endswith(("ин", "їн")):
            return ((word + "ого", word + "а"), (word + "ому", word + "у"), (word, word + "ий"),
                    (word + "им",), (word + "ому", word + "ім", word + "і"))  # fmt: skip
        rules = _UK_ADJECTIVES
    else:
        if word.endswith(("ов", "ев", "ин")):
            return ((word + "а",), (word + "у",), (word,), (word + "ым",), (word + "ом",))
        rules = _RU_ADJECTIVES
    return cases(word, rules)


def adjective_stems(name: str, language: str) -> list[str]:
    """Return the stems of the adjectives made of a name ("куп'янськ" of Куп'янськ), lower case.

    Examples
    --------
    >>> adjective_stems("Новопавлівка", "uk"), adjective_stems("Красный Лиман", "ru")
    (['новопавлівськ', 'новопавлівківськ'], ['краснолиманск', 'краснолимановск'])
    """
    words = _WORD.findall(name.lower())
    if not words or len(words) > 2:  # noqa: PLR2004 as above
        return []
    if len(words) == 2 and "-" not in name:  # noqa: PLR2004
        if language == "pl":
            return []
        first = re.sub("(ий|ый|ій|ая|яя|ое|ее|ые|ие|ів|ой|а|я|е|є|і)$", "", words[0])
        soft = words[0].endswith(("ій", "яя", "ня", "нє"))
        link = "ово" if words[0].endswith("ів") else ("ьо" if soft and language == "uk" else "о")
        whole = first + link + words[1]
    else:
        whole = "-".join(words)
    for ending, replacements in {"uk": _UK_STEMS, "ru": _RU_STEMS, "pl": _PL_STEMS}[language]:
        if whole.endswith(ending) and len(whole) > len(ending) + 1:
            root = whole[: len(whole) - len(ending)]
            return [root + replacement for replacement in replacements.split(" ")]
    return []


def adjectives(name: str, language: str) -> set[str]:
    """Return the forms of the adjectives made of a name (куп'янський, куп'янському, …), lower case."""
    return {stem + ending for stem in adjective_stems(name, language) for ending in ADJECTIVE_ENDINGS[language]}

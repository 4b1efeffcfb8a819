"""Romanisations of Ukrainian and Russian names: KMU 2010, BGN/PCGN, ISO 9, and German, French and Polish newsrooms.

A system is a table of letters; two-letter keys are tried first. What the folding of :mod:`geodata.names` unites
anyway (y/i/j, g/h, apostrophes) is not told apart here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice, product

_UK = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
    "я": "ia", "'": "", "ъ": "", "ы": "y", "э": "e", "ё": "io", "зг": "zgh",
}  # fmt: skip
_RU = {
    **_UK, "г": "g", "е": "e", "и": "i", "й": "y", "ё": "e", "ье": "ye", "ъе": "ye", "ия": "iya",
}  # fmt: skip
_ISO = {"ж": "z", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "sc", "ю": "ju", "я": "ja", "є": "je", "й": "j"}
_DE = {
    "в": "w", "ж": "sch", "з": "s", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch", "щ": "schtsch", "ю": "ju",
    "я": "ja", "є": "je", "й": "j", "зг": "sh", "ьо": "jo",
}  # fmt: skip
_FR = {
    "ж": "j", "у": "ou", "ч": "tch", "ш": "ch", "щ": "chtch", "ю": "iou", "я": "ia", "є": "ie", "х": "kh", "ї": "i",
}  # fmt: skip
_PL = {
    "в": "w", "ж": "z", "х": "ch", "ц": "c", "ч": "cz", "ш": "sz", "щ": "szcz", "ю": "ju", "я": "ja", "є": "je",
    "й": "j", "л": "l", "ї": "ji", "ля": "la", "лю": "lu",
}  # fmt: skip

SYSTEMS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "uk": {"kmu": _UK, "iso": {**_UK, **_ISO}, "de": {**_UK, **_DE}, "fr": {**_UK, **_FR}, "pl": {**_UK, **_PL}},
    "ru": {"bgn": _RU, "iso": {**_RU, **_ISO}, "de": {**_RU, **_DE}, "fr": {**_RU, **_FR}, "pl": {**_RU, **_PL}},
}
_FR_NASAL = re.compile(r"([iy])n(?=$|[\s-])")
_MARKS = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "ʹ": "'", "‘": "'", "″": "'"})

# From the Ukrainian spelling of a name to the Russian one, for places whose record has only the Ukrainian: roots, then
# the ending. The folding unites і/и/ы and є/е, so only what it leaves apart is listed;
# some roots have two Russian ones.
_RU_ROOTS = tuple(
    (re.compile(pattern), to.split())
    for pattern, to in (
        ("олекс", "алекс"), ("^микіл", "никол"), ("([оа])микіл", r"\1никол"), ("^мико", "нико"),
        ("([оа])мико", r"\1нико"), ("володими", "владими"), ("^катер", "екатер катер"), ("^ганн", "анн"),
        ("остап", "астап остап"), ("^олен", "елен олен"), ("^оле(?!н|ш)", "еле"), ("олійн", "олейн"),
        ("костянтин", "константин"), ("кіндрат", "кондрат"), ("самій", "самой"), ("іїв", "еев иев ьев"),
        ("їв(?=ськ|ц)", "ев"), ("ів(?=ськ|ц|щ)", "ов ев"), ("яків", "яков"), ("ув(?=ат|ах)", "ов ев"),
        ("слов'ян", "славян"), ("(?<!о)біл(?!ьн)", "бел"), ("ліс", "лес"), ("річ", "реч"), ("чорн", "черн"),
        ("червон", "красн червон"), ("жовтн", "октябр жовтн"), ("жовт", "желт"), ("^гірник", "горняк"),
        ("гір", "гор"), ("оріх", "орех"), ("світл", "светл"), ("світан", "рассвет"), ("кам'?ян(?=ий$|е$)", "каменн"),
        ("запорізьк", "запорожск"), ("^яким", "аким яким"), ("хутір", "хутор"), ("утіш", "утеш"), ("дідів", "дедов"),
        ("слобід", "слобод"), ("берізк", "березк"), ("кирилів(?=к)", "кирилов кириллов"), ("гвардій", "гвардей"),
        ("гребін", "гребен"), ("добровіл", "доброволь"), ("військ", "войск"), ("^олешк", "алешк олешк"),
        ("кам'?ян", "камен"), ("комиш", "камыш"), ("кіт", "кот"), ("двір", "двор"), ("міст", "мост"),
        ("^кін(?!е)", "кон"),
        ("вір", "вер"), ("звір", "звер"), ("сніг", "снег"), ("сніж", "снеж"), ("хліб", "хлеб"), ("дівич", "девич"),
        ("вед?мід", "медвед"), ("вовч(?=ояр)", "волче"), ("вовч", "волч"), ("вовк", "волк"), ("мовч", "молч"),
        ("товст", "толст"), ("довг", "долг"), ("стовп", "столб"), ("першотравнев", "первомайск першотравнев"),
        ("перш", "перв"), ("^рівн", "ровн"), ("ріг", "рог"), ("ріж", "рож"), ("рубіж", "рубеж"), ("рубиж", "рубеж"),
        ("піск", "песк"), ("піщ", "песч"), ("зір", "звёзд"), ("віт(?!о)", "вет"), ("завітн", "заветн"),
        ("бажан", "желан бажан"), ("сіл", "сел"), ("спір", "спор"), ("розс", "расс"), ("розд", "разд"),
        ("розлив", "разлив розлив"), ("^під", "под пид"), ("привіл", "привол"), ("^вільх", "ольх"),
        ("^вільш", "ольш"), ("вільн", "вольн"), ("дніпр", "днепр"), ("дніст", "днест"), ("діл(?=$|ь)", "дол"),
        ("яблун", "яблон"), ("яблу", "ябло"), ("спаськ", "спасск"), ("грузьк", "грузск"), ("руськ", "русск"),
        ("черкаськ", "черкасск"), ("бузьк", "бугск"), ("козац", "казац"), ("^козач", "казач"), ("^баг", "бог баг"),
        ("солон", "солен"), ("солодк", "сладк солодк"), ("одрад", "отрад"), ("щасл", "счастл"), ("щаст", "счаст"),
        ("шахтар", "шахтер"), ("рокит", "ракит"), ("погоріл", "погорел"), ("хрест", "крест"), ("хрещ", "крещ хрещ"),
        ("коміс", "комисс"), ("глибок", "глубок"), ("заліз", "желез зализ"), ("^між", "меж"), ("яструб", "ястреб"),
        ("стріл", "стрел"), ("соняч", "солнеч"), ("сонц", "солнц"), ("сміл", "смел"), ("^сінн", "сенн"),
        ("польов", "полев"), ("^міл", "мел"), ("ліщ", "лещ"), ("дяз", "дез"), ("кремін", "кремен"),
        ("північ", "север"), ("південн", "южн"), ("східн", "восточн"), ("західн", "западн"), ("^перемог", "побед"),
        ("середн", "средн"), ("^зор(?=я|і|ю)", "зар зор"), ("верхньо", "верхне"), ("нижньо", "нижне"), ("ньо", "не"),
        ("^передтеч", "предтеч"), ("острів", "остров"), ("брід", "брод"), ("міл$", "мел"), ("^вугл", "угл"),
        ("вузлов", "узлов"), ("робот", "работ"), ("радісн", "радостн"), ("виїм", "выем"), ("переїзн", "переездн"),
        ("^різн", "резн"), ("колісн", "колесн"), ("крохмал", "крахмал"), ("огірц", "огурц"), ("рідк", "редк"),
        ("дібров", "дубров дибров"), ("ластівк", "ласточк"), ("хотін", "хотен"), ("клищ|кліщ", "клещ"),
        ("тернув", "тернов"), ("срібн", "серебрян"), ("надія", "надежда надия"), ("^велик", "велик больш"),
        ("стрілеч", "стрелеч"), ("кріпос", "крепос"), ("ремін", "ремен"), ("прогрес(?!с)", "прогресс"),
        ("олен(?=івк)", "елен олен"), ("^зелен", "зелен зелён"), ("^чорн", "черн чёрн"), ("^весел", "весел весёл"),
        ("^берез(?!і)", "берез берёз"), ("^тепл", "тепл тёпл"), ("^озерн", "озерн озёрн"), ("благовіщ", "благовещ"),
        ("знам'?ян", "знамен"), ("^бірк", "борк"), ("вишнів", "вишнев"), ("волоськ", "волосск"),
        ("угро[їи]д", "угроед"),
    )
)  # fmt: skip
_RU_ENDINGS = tuple(
    (re.compile("(?:" + pattern + r")(?=$|[\s-])"), to.split())
    for pattern, to in (
        ("івка", "овка евка"), ("ївка", "евка"), ("поле", "поле"), ("море", "море"), ("хутори", "хутора"),
        ("([сцз])ьке", r"\1кое"), ("пілля", "полье"),
        ("ілля", "илье"),
        ("([стжнлшчздр])\\1я", r"\1ье"), ("ів", "ов ев"), ("їв", "ев"), ("ець", "ец"), ("([сцз])ьк", r"\1к"),
        ("ий", "ый ий ой"), ("ове", "ово овое"), ("еве|єве", "ево евое"), ("ине|їне|іне", "ино иное"),
        ("([нлртвкмбгхд])е", r"\1ое"), ("([чщ])е", r"\1ее"), ("ъя", "ье"), ("([нж])є", r"\1ее \1ое"),
        ("ці", "цы"), ("піль", "поль"), ("иця", "ица"), ("ні", "ни ные"), ("а", "а ая"), ("я", "я яя"),
    )
)  # fmt: skip


_RU_ATTRIBUTES = tuple(
    (re.compile("(?:" + pattern + ")$"), to.split())
    for pattern, to in (
        ("ий", "ый ий ой"), ("ій", "ий"), ("а", "ая а"), ("я", "яя"), ("е", "ое"), ("є", "ее"), ("і", "ые ие и"),
    )
)  # fmt: skip
_TO_RUSSIAN = str.maketrans("іїєґ", "ииег")
_WORD = re.compile(r"[^\s-]+")
_MAX_SPELLINGS = 12
_MAX_STEMS = 4
_INITIALS = {
    "Є": "Ye", "Ї": "Yi", "Й": "Y", "Ю": "Yu", "Я": "Ya", "є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya",
}  # fmt: skip
_INITIAL = re.compile(r"(?<![\w'])[ЄЇЙЮЯєїйюя]")

_FROM_KMU = (
    ("shch", "щ"), ("zgh", "зг"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("iu", "ю"),
    ("ia", "я"), ("ie", "є"), ("yi", "ї"), ("yu", "ю"), ("ya", "я"), ("ye", "є"), ("yy", "ий"), ("yi", "ий"),
    ("sk", "ськ"), ("a", "а"), ("b", "б"), ("v", "в"), ("h", "г"), ("g", "ґ"), ("d", "д"), ("e", "е"), ("z", "з"),
    ("y", "и"), ("i", "і"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"),
    ("s", "с"), ("t", "т"), ("u", "у"), ("f", "ф"),
)  # fmt: skip
_KMU_TOKEN = re.compile("|".join(re.escape(latin) for latin, _ in _FROM_KMU))
_KMU_TABLE = dict(_FROM_KMU)


def romanise(name: str, language: str, system: str) -> str:
    """Return `name` in Latin letters, lower case.

    Examples
    --------
    >>> romanise("Гуляйполе", "uk", "kmu"), romanise("Вовчанськ", "uk", "de")
    ('huliaipole', 'wowtschansk')
    """
    pairs, letters = _tables(language, system)
    text = name.lower().translate(_MARKS)
    for pair, latin in pairs:
        text = text.replace(pair, latin)
    return text.translate(letters)


def official(name: str) -> str:
    """Return a Ukrainian name in the official romanisation (resolution 55 of 2010), capitals kept.

    Examples
    --------
    >>> official("Куп'янськ"), official("Яблунівка"), official("Гуляйполе"), official("Нью-Йорк")
    ('Kupiansk', 'Yablunivka', 'Huliaipole', 'Niu-York')
    """
    text = _INITIAL.sub(lambda match: _INITIALS[match.group()], name.translate(_MARKS))
    words = _WORD.findall(text)
    gaps = _WORD.split(text)
    latin = [romanise(word, "uk", "kmu") for word in words]
    cased = [new[:1].upper() + new[1:] if old[0].isupper() else new for old, new in zip(words, latin, strict=True)]
    return "".join(gap + word for gap, word in zip(gaps, (*cased, ""), strict=True))


@cache
def _tables(language: str, system: str) -> tuple[list[tuple[str, str]], dict[int, str]]:
    table = SYSTEMS[language][system]
    return [(a, b) for a, b in table.items() if len(a) > 1], {ord(a): b for a, b in table.items() if len(a) == 1}


def romanisations(name: str, language: str) -> Iterator[tuple[str, str]]:
    """Give (system, spelling) for each system of the language, and Russian ё also as yo."""
    for system in SYSTEMS[language]:
        latin = romanise(name, language, system)
        yield system, latin
        if system == "fr" and _FR_NASAL.search(latin):
            # French adds an e that keeps the n from being swallowed: Roussyne, Poutine.
            yield system, _FR_NASAL.sub(r"\1ne", latin)
    if language == "ru" and "ё" in name.lower():
        yield "bgn", romanise(name.lower().replace("ё", "йо"), "ru", "bgn")


def russian_of(name: str) -> list[str]:
    """Return Russian spellings that may go with a Ukrainian one, by the usual correspondences.

    Examples
    --------
    >>> russian_of("Закітне"), russian_of("Білогорівка")
    (['закотное'], ['белогоровка', 'белогоревка'])
    """
    text = name.lower().translate(_MARKS)
    words = _WORD.findall(text)
    gaps = _WORD.split(text)
    options = [_russian_word(word, last=at == len(words) - 1) for at, word in enumerate(words)]
    chosen = islice(product(*options), _MAX_SPELLINGS)
    return ["".join(gap + word for gap, word in zip(gaps, (*parts, ""), strict=False)) for parts in chosen]


def _russian_word(word: str, *, last: bool) -> list[str]:
    stems = [word]
    for root, replacements in _RU_ROOTS:
        if root.search(word):
            stems = [root.sub(to, stem) for stem in stems for to in replacements][:_MAX_STEMS]
    forms = (form for stem in stems for form in _russian_endings(stem.replace("'", "ъ"), last=last))
    return list(dict.fromkeys(form.translate(_TO_RUSSIAN) for form in forms))


def _russian_endings(word: str, *, last: bool) -> list[str]:
    for ending, replacements in (*(() if last else _RU_ATTRIBUTES), *_RU_ENDINGS):
        if ending.search(word):
            return [ending.sub(replacement, word) for replacement in replacements]
    return [word]


def ukrainian_of(latin: str) -> str:
    """Return a Cyrillic spelling of a romanised Ukrainian name, for records that have no other."""
    return _KMU_TOKEN.sub(lambda found: _KMU_TABLE[found.group()], latin.lower().replace("’", "").replace("'", ""))

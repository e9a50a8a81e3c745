"""The words for what was heard, discussed or agreed on the way, and for being at odds."""

from __future__ import annotations

import re

from ingest.decisions.outcome_word import (
    AGREED,
    BE,
    DISCUSSED,
    GAP,
    NOTED,
    TOLD,
    VIEWED,
    OutcomeWord,
    word,
)

_VIEW = (
    r"fandt|finder|vurderede|vurderer|bemærkede|bemærker|pointerede|mente|mener|ønskede|ønsker|"
    r"udtrykte|udtrykker|tilkendegav|tilkendegiver|påpegede|kommenterede|lagde\s+vægt|gav\s+udtryk|"
    r"så\s+(?:positivt|gerne|frem)|ser\s+(?:positivt|gerne|frem)|efterlyste|efterspurgte|"
    r"kvitterede|"
    r"rejste|anerkendte|noterede|understregede|understreger|opfattede|hilste|kunne\s+(?:se|bruge)|"
    r"bemærkedes|foreslog|foreslår|havde\s+(?:ingen|ikke|følgende)|kan\s+se|spurgte|takkede|roste|"
    r"er\s+bekymre\w+|var\s+bekymre\w+|er\s+optage\w+|var\s+optage\w+|vil\s+(?:gerne|afvente)|"
    r"tog\s+(?:\w+\s+)?(?:godt|positivt)\s+imod|pegede|peger|kunne\s+være\s+interesser\w+|(?:er|"
    r"var)\s+(?:meget\s+|overvejende\s+)?(?:positiv|tilfreds|"
    r"skeptisk)\w*"
)

HEARING_WORDS: tuple[OutcomeWord, ...] = (
    word(
        "taget til efterretning",
        "phrase",
        NOTED,
        r"til\s+efterretning\b",
        r"til\s+etterretning\b",
        r"ad\s+notam\b",
        r"^noteret\b",
        r"(?:noted|läggs\s+till\s+handlingarna)\b",
        r"(?:noterede|noterer|noteret)\s+sig\b",
    ),
    word(
        "drøftet",
        "act",
        DISCUSSED,
        r"(?:udveksle|kvalificere|kommentere|evaluere)(?:r|de)\b|(?:gav|giver|bidrog)\s+(?:med\s+)?"
        r"(?:\w+\s+)?(?:input|sparring|feedback)\b",
        r"(?:drøftede|drøfter|diskuterede|diskuterer|debatterede|behandlede)\b",
        r"havde\s+(?:en\s+)?(?:\w+\s+){0,3}?(?:drøftelse|debat|diskussion|dialog)\b",
    ),
    word(
        "drøftet",
        "fate",
        DISCUSSED,
        rf"{BE}{GAP}\s+(?:behandlet|drøftet|diskuteret|debatteret|temadrøftet)\b",
        r"^(?:\w+\s+)?drøftelse[nr]?\s+(?:af|om)\b",
        r"(?:drøftes|drøftedes|diskuteredes|debatteredes)\b",
        r"(?:^|(?<=[.:]\s))(?:\w+\s+){0,3}?(?:drøftet|diskuteret|debatteret)\b",
        r"(?:der\s+(?:var|blev|fandt)|efter)\s+(?:\w+\s+){0,4}?(?:drøftelser?|debat|diskussion)\b",
        r"(?:under|i|af|fra|på)\s+(?:den\s+efterfølgende\s+)?drøftelse[nr]\w*",
    ),
    word(
        "orientering",
        "phrase",
        TOLD,
        r"(?:taget|tages|toges|tog|tager|blev\s+taget)\s+(?:\S+\s+){0,6}?til\s+orientering\b",
        r"^orientere(?:des|t)\b",
        r"(?:^|(?<=[.:]\s))til\s+orientering\b",
    ),
    word(
        "besluttet",
        "fate",
        AGREED,
        rf"{BE}{GAP}\s+aftalt\b",
        r"(?:aftales|aftaltes)\b",
        r"(?:^|(?<=[.:]\s))(?:følgende\s+)?(?:aftalt|aftale)\b",
        r"(?:bad|beder)\b",
    ),
    word("drøftet", "act", VIEWED, rf"(?:{_VIEW})\b", r"(?:er|var)\s+(?:\w+\s+)?enige?\s+i\b"),
    word(
        "drøftet",
        "fate",
        VIEWED,
        rf"{BE}{GAP}\s+(?:bemærket|påpeget|pointeret|foreslået|nævnt|udtrykt|tilkendegivet|"
        rf"efterspurgt|fremhævet|understreget|peget\s+på|lagt\s+vægt|spurgt|opfordret|ytret|"
        rf"rejst|efterlyst)\b",
        r"(?:bemærkedes|bemærkes|ønskes|påpegedes|foresloges)\b",
        r"der\s+(?:er|var|blev\s+udtrykt)\s+(?:[\wæøå]+\s+){0,3}?(?:stemning|ønsker?|interesse|forståelse|"
        r"tilfredshed|bekymring|undren|behov|ros)\b",
        r"enighed\s+om,?\s+at\s+(?:[\wæøå]+\s+){1,4}?(?:er|var|har|fungerer|mangler)\b",
        r"følgende\s+(?:\w+\s+)?(?:bemærkninger|kommentarer|input|synspunkter|pointer)\b",
    ),
)

SPLIT = re.compile(
    r"\b(?:ikke\s+(?:fuld\s+)?enighed|ikke\s+enige?\b|ingen\s+enighed|ikke\s+(?:opnås|opnået|"
    r"skabt|fundet|opnåes)\s+enighed|ikke\s+nå\s+(?:til\s+)?enighed|uenighed|"
    r"uenige|delte\s+meninger|"
    r"delte\s+holdninger|delte\s+vandene|stemmerne\s+stod\s+lige|stemmelighed)\b",
    re.IGNORECASE,
)
VIEWS = re.compile(
    r"\b(?:foreslog|nævnte|bemærkede|påpegede|pointerede|efterlyste|udtrykte|mente|gav\s+udtryk|"
    r"tilfredshed|"
    r"bekymring|roste|ros\s+til|behov(?:et)?\s+for|vigtigt|opmærksom\w*|fandt|understregede)\b",
    re.IGNORECASE,
)
NO_REMARKS = re.compile(
    r"\b(?:ingen|uden)\s+(?:\w+\s+)?(?:bemærkninger|kommentarer|ændringer|rettelser|indvendinger|"
    r"tilføjelser)\b"
    r"|\bikke\s+(?:nogen\s+|yderligere\s+)?(?:bemærkninger|kommentarer|ændringer)\b|"
    r"\bintet\s+at\s+bemærke\b",
    re.IGNORECASE,
)

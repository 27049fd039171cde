"""Broken copies of a whole edition: each fault is told with its line, place and remedy, in both
languages, and nothing is made up beside it."""

import re
from pathlib import Path

import pytest

from libs.regulation.lint import examine, examine_document
from libs.regulation.patterns import runs_away
from libs.regulation.tests.desk import TEXTS

KYMA = (Path(__file__).parent / "kyma.toml").read_text()
OUTAGE_ONLY = 'kinds = ["outage"]\nwhen = { field = "severity", equals = "one_down" }'
CHOICES = 'kinds = ["outage"]\nchoices = ['
RESOLUTION = 'name = "resolution"\noccasions = ["first"]'
DAYS = 'limit = { amount = 3, unit = "calendar_days" }'

FAULTS = [
    # values and units
    ('"working_days"', '"work_days"', "limit › unit", "did you mean 'working_days'?"),
    (', unit = "working_hours"', "", "limit › unit", "is missing; add it"),
    ("amount = 10", "amount = -10", "limit › amount", "-10 is too little; write 1 or more"),
    ("amount = 10", "amount = 0", "limit › amount", "0 is too little; write 1 or more"),
    ("amount = 10", "amount = 1.5", "limit › amount", "1.5 is no whole number"),
    ("notice_days = 30", "notice_days = -1", "notice_days", "-1 is too little; write 0 or more"),
    ("notice_days = 30", "notice_days = nan", "notice_days", "nan is no whole number"),
    ("notice_days = 30", f"notice_days = {'9' * 30}", "notice_days", "write 3650 or less"),
    ("cut_minutes = 0", "cut_minutes = -5", "cut_minutes", "-5 is too little; write 0 or more"),
    ("at_percent = 50", "at_percent = 150", "at_percent", "150 is too much; write 99 or less"),
    ("term_months = 6", "term_months = 0", "term_months", "0 is too little; write 1 or more"),
    ("in_time = true", 'in_time = "yes"', "in_time", "'yes' is neither true nor false"),
    # tables of tiers and roundings
    ("seats_from = 6,", "seats_from = 5,", "quota", "there is an overlap between the tiers"),
    ("seats_from = 6,", "seats_from = 8,", "quota", "there is a gap between the tiers"),
    ("seats_to = 20", "seats_to = 3", "quota", "the tier from 6 needs a seats_to not below it"),
    ("seats_from = 1,", "seats_from = 0,", "seats_from", "0 is too little; write 1 or more"),
    ("requests = 2 }", "requests = -2 }", "requests", "-2 is too little; write 0 or more"),
    ("{ block = 30 }", "{ up_to = 90, block = 30 }", "billing", "each rounding but the last needs"),
    ("up_to = 45", "up_to = 0", "up_to", "0 is too little; write 1 or more"),
    # zones, dates and hours
    ('"Europe/Athens"', '"Europe/Atlantis"', "zone", "'Europe/Atlantis' is no IANA time zone"),
    ('"Europe/Athens"', '"../etc/passwd"', "zone", "'../etc/passwd' is no IANA time zone"),
    ("from = 2026-01-01", 'from = "1 May"', "in_force_from", "'1 May' is no date; write it like"),
    ("from = 2026-01-01", "from = 2026-01-01T12:00:00", "in_force_from", "begins with a day"),
    ("from = 2026-01-01", "from = 20260101", "in_force_from", "20260101 is a number; write a date"),
    ("from = 2026-01-01", "from = 9999-12-31", "in_force_from", "in the year 9999; correct"),
    ('opens = "07:00"', 'opens = "25:00"', "opens", "'25:00' is no time of day"),
    ('opens = "07:00"', "opens = 7", "opens", "7 is a number; write a date"),
    ('["mon", "tue"', '["monday", "tue"', "weekdays", "did you mean 'mon'?"),
    ('"22:00", closes = "07:00"', '"22:00", closes = "07:00", weekdays = ["sun"] }, '
     '{ opens = "22:00", closes = "23:00"', "windows › number 2", "the same time as window 1"),
    ('opens = "10:00", closes = "14:00"', 'opens = "18:00", closes = "20:00"',
     "channels › phone › windows", "no office is open then; give hours"),
    # texts
    (', en = "Athens"', "", "name › en", "is missing; add it"),
    ('ru = "Афины", ', "", "name › ru", "is missing; add it"),
    ('name = { ru = "Афины", en = "Athens" }', 'name = "Афины"', "athens › name", "is no table"),
    ('["request", "requests"]', '["request"]', "request › en", "word 2 is missing; give all forms"),
    ('["request", "requests"]', '["request", "a", "b"]', "request › en", "has 3 items; leave 2"),
    ("Напоминаем: закроем {closes_at}", "Закроем {closing_at}", "reminder", "nothing can be put"),
    ("Напоминаем: закроем {closes_at}", "Закроем {closes_at", "reminder", "braces do not match"),
    # names
    ('slug = "new_york"', 'slug = "athens"', "offices", "'athens' is there 2 times; keep one"),
    ('slug = "question"', 'slug = "outage"', "kinds", "'outage' is there 2 times; keep one"),
    ('name = "chat"', 'name = "portal"', "channels", "'portal' is there 2 times; keep one"),
    ('slug = "silver"', 'slug = "gold"', "levels", "'gold' is there 2 times; keep one"),
    ('slug = "helm"', 'slug = "Helm"', "slug", "'Helm' has another form; write it like"),
    ('slug = "helm"', f'slug = "h{"e" * 300}"', "slug", "is longer than 100 letters; shorten it"),
    ('"KYM-04"', '"KYM-4"', "rules › number 1", "'KYM-4' has another form; write it like CPRO"),
    ('["ru", "en"]', '["ru", "ru"]', "languages", "'ru' is there 2 times; keep one"),
    ('["ru", "en"]', '["ru", "de"]', "languages › number 2", "'de' is not known; choose 'ru'"),
    ('["ru", "en"]', "[]", "languages", "is empty; fill it in"),
    ('["subject", "body"]', '["subject", "body", "body"]', "sets › whole › fields",
     "'body' is there 2 times; keep one"),
    ('[{ fact = "PaymentReceived" }]', '[{ fact = "PaymentReceived" }, '
     '{ fact = "PaymentReceived" }]', "starts › number 2", "it says the same as number 1"),
    ('grant = "builds"', 'grant = "bilds"', "grant", "did you mean 'builds'?"),
    ('complete = "whole"', 'complete = "hole"', "complete", "did you mean 'whole'?"),
    ('{ field = "severity"', '{ field = "sverity"', "when", "did you mean 'severity'?"),
    ('beyond = "deckhand"', 'beyond = "sailor"', "beyond", "'sailor' is not defined; use one of"),
    ('lack = "expired"', 'lack = "expird"', "lack", "did you mean 'expired'?"),
    ('lack = "expired"', 'lack = "none"', "", "add a table with lack = 'expired'"),
    ('met_by = ["ReplySent"]', 'met_by = ["ReplySend"]', "met_by", "did you mean 'ReplySent'?"),
    ('held_by = "every_client"', 'held_by = "everyone"', "held_by", "did you mean 'every_client'"),
    ("[billing]", "[biling]", "biling", "did you mean 'billing'?"),
    ("merged = {", "merge = {", "outcomes › merge", "did you mean 'merged'?"),
    ("notice_days = 30", "notice_days = 30\nhours = 3", "hours", "belongs to another part"),
    ("notice_days = 30", "notice_days = 30\nzzz = 3", "zzz", "is no key of an edition's here; rem"),
    ('rules = ["KYM-24"]', 'rules = ["KYM-24"]\nassumed = { remind_day = "A-28" }', "auto_close",
     "assumed names remind_day, which has no place here"),
    ("limits = { first_response = { amount = 90, unit = \"working_minutes\" } }", "limits = {}",
     "levels › silver", "limits.first_response is missing, which is by_level; add it"),
    # what cannot be kept
    ('id = "kyma-2026"', 'id = "kima-2026"', "id", "an id begins with the vendor; write kyma-…"),
    ('name = "product"\ntype', 'name = "ware"\ntype', "fields › ware › name", 'name = "product"'),
    ('service = "advice"', 'service = "repair"', "services › advice", "no kind of request asks"),
    (CHOICES, CHOICES.replace("\n", '\nwhen = { field = "vessels", equals = "x" }\n'),
     "fields › severity › when", "severity → vessels → severity; take the condition out of one"),
    ('address = "help@kyma.example"\n', "", "channels › email", "mail has no address to come to"),
    ("registered_only = true", "registered_only = true\nreplies = true", "chat › replies",
     "answers go by email already; write it for one channel"),
    ("term_months = 6", 'number_form = "(["', "number_form", "'([' is no regular expression"),
    ("term_months = 6", 'term_months = 6\nnumber_form = "(a+)+b"', "number_form", "takes for ever"),
]  # fmt: skip


def findings(text):
    """What is found; each has a line, and a sentence with its remedy in both languages."""
    found = examine(text)
    for each in found:
        assert each.line >= 1
        assert all("; " in said for said in (each.en, each.ru)), each
        assert re.search("[а-яё]", each.ru), each
        assert not re.search("[а-яё]", re.sub(r"'[^']*'|\{[^}]*\}", "", each.en)), each
    return found


@pytest.mark.parametrize(("good", "bad", "place", "said"), FAULTS)
def test_each_fault_is_told_where_it_stands(good, bad, place, said):
    assert good in KYMA
    text = KYMA.replace(good, bad, 1)

    [found] = [each for each in findings(text) if said in each.en]

    assert place in found.place
    assert found.line > 1


def test_a_time_is_agreed_for_a_solution_alone_and_once():
    agreed = KYMA.replace(DAYS, 'limit = "agreed"')
    reply = agreed.replace(RESOLUTION, RESOLUTION.replace("resolution", "reply"))
    later = agreed.replace(RESOLUTION, RESOLUTION.replace('"first"', '"first", "later_message"'))

    assert findings(agreed) == []
    assert "only the time of a solution is agreed" in findings(reply)[0].en
    assert 'write occasions = ["first"]' in findings(later)[0].en


def test_fields_that_exclude_each_other_are_no_circle():
    """Whoever gives one of the two is not asked for the other."""
    text = KYMA
    for label, other in (("Версия", "subject"), ("Тема", "product_version")):
        asked = f'label = {{ ru = "{label}"'
        unless = f'unless = {{ field = "{other}", equals = "x" }}'
        text = text.replace(asked, f"{unless}\n{asked}", 1)

    assert findings(text) == []


@pytest.mark.parametrize("table", ["promise", "chanel", "product", "plan", "servise", "reason"])
def test_a_mistyped_table_gets_the_one_that_was_meant(table):
    meant = {"chanel": "channels", "servise": "services"}.get(table, f"{table}s")
    text = "\n".join(KYMA.split(f"[[{meant}]]")[:1]) + f"[[{table}]]\nx = 1\n"

    [found] = [each for each in findings(text) if each.place == table]

    assert found.en == f"is no key of an edition's here; did you mean {meant!r}?"
    assert found.ru == f"такого ключа здесь нет; не имелось ли в виду {meant!r}?"


@pytest.mark.parametrize(
    ("text", "line", "en", "ru"),
    [
        ("", 1, "is missing; add it", "пропущено; добавьте"),
        ("# nothing\n", 1, "is missing; add it", "пропущено; добавьте"),
        ('{"id": 1}', 1, "Invalid statement", "здесь нужен ключ"),
        ("id: kyma\n", 1, "Expected '=' after a key", "после ключа нужен знак «=»"),
        ("\ufeff" + KYMA, 1, "Invalid statement", "здесь нужен ключ"),
        (KYMA.replace("\n", "\r"), 1, "Found invalid character", "недопустимый символ"),
        (KYMA.replace("= 30", "=\n"), 12, "Invalid value", "такого значения не бывает"),
        (KYMA.replace("2026-01-01", "2026-02-30"), 5, "Invalid date", "такой даты нет"),
        (KYMA.replace('"Athens"', '"Athens'), 65, "Illegal character", "недопустимый символ"),
        (KYMA.replace('"ru", "en"]', '"ru", "en"'), 7, "Unclosed array", "список не закрыт"),
        (KYMA.replace("[survey]", "[reopening]"), 513, "Cannot declare reopening twice",
         "таблица reopening объявлена дважды"),
        (KYMA.replace("= 30", "= 30\nnotice_days = 31"), 13, "Cannot overwrite", "уже есть"),
        ("[plans", 1, "Expected ']' at the end", "заголовок таблицы не закрыт"),
        ('a = "\\q"', 1, "Unescaped '\\'", "нужен ещё один такой знак"),
        ("a = {b = 1", 1, "Unclosed inline table", "таблица не закрыта знаком «}»"),
        ("a = “b”", 1, 'the quotes are straight, "like', "кавычки прямые"),
        ("a = True", 1, "write true", "пишите true"),
        ("\ufeff" + KYMA, 1, "remove the invisible mark", "уберите невидимую метку"),
        (KYMA.replace("vendor =", "vеndor ="), 3, "'е' is no Latin letter", "«е» не латинская"),
        (KYMA.replace("vendor =", "поставщик ="), 3, "'п' is no Latin letter", "«п» не латинская"),
    ],
)  # fmt: skip
def test_what_is_no_toml_is_told_by_its_first_fault(text, line, en, ru):
    first = findings(text)[0]

    assert first.line == line
    assert en in first.en
    assert ru in first.ru


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"#": None}, "#"),
        ({"": None, "\ud83d": [None]}, ""),
        ({"plans": [{"zz": None}, 3, None, [None]]}, "plans › number 1 › zz"),
        ({"form": {"fields": [[{"name": None}]]}}, "form › fields › number 1"),
        ({"mail": {"": {"subject": {"ru": None, "": 1}}}}, "mail ›  › subject › "),
        ({"order": {"plans": [None, None, True, True, {}, {}]}}, "order › plans"),
    ],
)
def test_whatever_a_program_sends_is_told_by_its_place(document, place):
    found = examine_document(document)

    assert place in {each.place for each in found}
    assert all("; " in each.en and "; " in each.ru for each in found)


def test_lines_that_end_as_on_windows_are_sound():
    assert findings(KYMA.replace("\n", "\r\n")) == []


@pytest.mark.parametrize("text", [*TEXTS.values(), KYMA], ids=[*TEXTS, "kyma"])
def test_whatever_line_is_lost_a_sentence_is_all_that_follows(text):
    rows = text.splitlines(keepends=True)
    for number in range(0, len(rows), max(1, len(rows) // 24)):
        findings("".join(rows[:number] + rows[number + 1 :]))


@pytest.mark.parametrize(
    ("pattern", "wild"),
    [
        (r"(a+)+", True),
        (r"(\d*)*", True),
        (r"(a|aa)+$", True),
        (r"(\w+\s?)+", True),
        (r"(.*,)*x", True),
        (r"(?=(a+)+)x", True),
        (r"([A-Z]+-)*\d+", False),
        (r"(\d{4}-)+\d", False),
        (r"KP-TP-\d{6}", False),
        (r"([A-Z]{2}-){1,3}", False),
        (r"[A-Z]+\d+", False),
    ],
)
def test_a_repetition_of_what_repeats_itself_is_told_from_others(pattern, wild):
    assert runs_away(pattern) is wild

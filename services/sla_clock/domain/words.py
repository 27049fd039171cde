"""Why a clock ended as it did, in words that a customer and an engineer read alike."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from libs.events.base import Because
from libs.events.sla_clock import ClockName
from libs.worktime import Name
from services.sla_clock.domain.state import Clock

PROMISES: dict[ClockName, Name] = {
    "take_into_work": Name("Срок взятия в работу", "The time to take it into work"),
    "first_response": Name("Срок первого ответа", "The time for the first response"),
    "reply": Name("Срок ответа", "The time for a reply"),
    "phone_answer": Name("Срок ответа по телефону", "The time for an answer on the phone"),
    "resolution": Name("Срок решения", "The time for a solution"),
    "auto_close": Name("Срок автоматического закрытия", "The time until it closes by itself"),
}
ACTS: dict[str, Name] = {
    "TicketTakenIntoWork": Name("обращение взято в работу", "an engineer took it into work"),
    "ReplySent": Name("специалист ответил", "an engineer answered"),
    "InformationRequested": Name("специалист запросил сведения", "an engineer asked for details"),
    "SolutionProposed": Name("специалист предложил решение", "an engineer proposed a solution"),
    "CallAnswered": Name("специалист ответил устно", "an engineer answered on the phone"),
    "CallExtended": Name("специалист продлил разговор", "an engineer took more time for the call"),
    "MessageReceived": Name("пользователь написал", "the user wrote"),
    "SolutionAccepted": Name("пользователь принял решение", "the user accepted the solution"),
    "SolutionRejected": Name("пользователь отклонил решение", "the user rejected the solution"),
    "TicketClosed": Name("обращение закрыто", "the ticket was closed"),
    "TicketRefused": Name("в обслуживании отказано", "the request was refused"),
    "ChannelChanged": Name("специалист выбрал другой канал", "an engineer chose another channel"),
    "ReceiptWithdrawn": Name("получение не подтвердилось", "the receipt was not confirmed"),
    "TicketLeftUncovered": Name("права на поддержку нет", "nothing entitles it to support"),
    "TicketDenied": Name("поддержка не оказывается", "the regulation gives it no support"),
    "TicketClassified": Name("вид или тема обращения изменены", "its kind or topic was changed"),
    "SysadminRequested": Name("нужен системный администратор", "the administrator was asked for"),
    "TicketPostponed": Name("решение отложено", "the solution was postponed"),
    "TicketDeferred": Name("решение будет в обновлении", "it was left to an update"),
    "TicketResumed": Name("работа продолжена", "the work went on"),
    "ReleasePublished": Name("вышло обновление", "the update came out"),
    "DraftOffered": Name("предложено отправить обращение", "the draft was offered to be filed"),
    "DraftFiled": Name("обращение отправлено в письменном виде", "it was filed in writing"),
    "MergeUndone": Name("объединение отменено", "the merge was undone"),
    "PaymentConsentRequested": Name("запрошено согласие на оплату", "consent to pay was asked for"),
    "PaymentConsentGiven": Name("пользователь согласился на оплату", "the user agreed to pay"),
    "PaymentConsentDeclined": Name("пользователь отказался от оплаты", "the user declined to pay"),
    "PaymentConsentLifted": Name("оплата не требуется", "no payment is needed"),
}
PAUSES: dict[str, Name] = {
    "information": Name("ждём сведений от пользователя", "the user is asked for details"),
    "confirmation": Name("ждём подтверждения решения", "the solution waits for confirmation"),
    "payment_consent": Name("ждём согласия на оплату", "consent to pay is waited for"),
    "sysadmin": Name("нужен системный администратор", "the user's administrator is needed"),
    "filing": Name("ждём отправки обращения", "the draft waits to be filed"),
    "postponed": Name("решение отложено", "the solution is postponed"),
    "deferred": Name("решение будет в обновлении", "an update will bring the solution"),
}
MET = Name("соблюдён", "was kept")
MET_LATE = Name("нарушен, выполнено с опозданием", "was broken, it was done late")
ENDED = Name("больше не идёт", "runs no more")
FOUND_MET = Name("соблюдён, это выяснилось позже", "was kept, as it turns out")
FOUND_ENDED = Name("не был нарушен, это выяснилось позже", "was not broken, as it turns out")
FOUND_STANDING = Name("он не был нарушен", "it was not broken")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def by_act(clock: Clock, verdict: Name, act: str, at: datetime) -> Because:
    """An act kept the promise or left it without an object."""
    promise, done = PROMISES[clock.started.clock], ACTS[act]
    when, due = said(at, clock.started.zone), said(clock.due_at, clock.started.zone)
    return _because(
        clock,
        f"{promise.ru} {verdict.ru}: {done.ru} {when.ru} (срок — {due.ru})",
        f"{promise.en} {verdict.en}: {done.en} on {when.en} (due {due.en})",
        act,
    )


def restored(clock: Clock, due_at: datetime) -> Because:
    """The promise runs on, due as before: the ticket is one of its own again."""
    return runs_again(clock, ACTS["MergeUndone"], due_at)


def runs_again(clock: Clock, reason: Name, due_at: datetime | None = None) -> Because:
    """The promise runs on, due as before, or then."""
    due_at = due_at or clock.due_at
    promise, due = PROMISES[clock.started.clock], said(due_at, clock.started.zone)
    told = _because(
        clock,
        f"{promise.ru} снова идёт: {reason.ru}, срок прежний — {due.ru}",
        f"{promise.en} runs again: {reason.en}, due as before on {due.en}",
    )
    facts = {**clock.because.facts, "due_at": due_at.isoformat()}
    return told.model_copy(update={"facts": facts})


def found_standing(clock: Clock, reason: str, at: datetime) -> Because:
    """It turns out that the promise stood before it fell due, and for what."""
    promise, why = PROMISES[clock.started.clock], PAUSES[reason]
    when = said(at, clock.started.zone)
    return _because(
        clock,
        f"{promise.ru} {FOUND_ENDED.ru}: он не шёл с {when.ru}, {why.ru}",
        f"{promise.en} {FOUND_ENDED.en}: it stood since {when.en}, {why.en}",
    )


def broken(clock: Clock) -> Because:
    """The time passed and nothing kept the promise."""
    promise, due = PROMISES[clock.started.clock], said(clock.due_at, clock.started.zone)
    return _because(
        clock,
        f"{promise.ru} истёк {due.ru}, обещание не выполнено",
        f"{promise.en} ran out on {due.en}, the promise was not kept",
    )


def paused(clock: Clock, reason: str, at: datetime) -> Because:
    """The promise stands, and for what."""
    promise, why = PROMISES[clock.started.clock], PAUSES[reason]
    when = said(at, clock.started.zone)
    return _because(
        clock,
        f"{promise.ru} не идёт с {when.ru}: {why.ru}",
        f"{promise.en} stands since {when.en}: {why.en}",
    )


def resumed(clock: Clock, since: datetime, at: datetime, due_at: datetime) -> Because:
    """The promise runs on; it stood for so long, and is due so much later."""
    zone, promise = clock.started.zone, PROMISES[clock.started.clock]
    stood, on, due = said(since, zone), said(at, zone), said(due_at, zone)
    told = _because(
        clock,
        f"{promise.ru} снова идёт с {on.ru}: с {stood.ru} ждали, теперь срок — {due.ru}",
        f"{promise.en} runs on since {on.en}: it stood since {stood.en}, now due {due.en}",
    )
    facts = {"due_at": due_at.isoformat(), "stood": [since.isoformat(), at.isoformat()]}
    return told.model_copy(update={"facts": {**clock.because.facts, **facts}})


def moved(because: Because, reason: Name) -> Because:
    """Why the promise is due then, after what was changed."""
    return because.model_copy(
        update={"ru": f"{reason.ru}. {because.ru}", "en": f"{reason.en}. {because.en}"}
    )


def elapsed(clock: Clock) -> Because:
    """The time to react passed in silence."""
    due = said(clock.due_at, clock.started.zone)
    return clock.started.elapses or _because(
        clock, f"До {due.ru} реакции не было", f"There was no reaction until {due.en}"
    )


def said(at: datetime, zone: str) -> Name:
    """An instant in the desk's zone."""
    local = at.astimezone(ZoneInfo(zone))
    day = said_day(local.date())
    return Name(f"{day.ru} {local:%H:%M}", f"{day.en} {local:%H:%M}")


def said_day(day: date) -> Name:
    """A date without its year."""
    return Name(f"{day:%d.%m}", f"{day.day} {MONTHS[day.month - 1]}")


def _because(clock: Clock, ru: str, en: str, act: str | None = None) -> Because:
    """A verdict rests on the rules and assumptions under which the promise was given."""
    facts = {"due_at": clock.due_at.isoformat()} | ({"act": act} if act else {})
    return clock.because.model_copy(update={"ru": ru, "en": en, "facts": facts})

"""Why something waits or fails, as services and the system say it in English: in Russian too."""

import errno

from cli.language import Language, reworded, said, spoken

SENTENCES = {
    r"Postgres does not answer": "Postgres не отвечает",
    r"does not answer \((.+?)\)": r"не отвечает (\1)",
    r"the listener is not connected to Kafka": "приём событий не соединён с Kafka",
    r"shards stopped: (.+)": r"остановлены разделы: \1",
    r"waits for (.+)": r"ждёт \1",
    r"(\S+) v(\d+): this reader knows v(\d+)": r"\1 v\2: здесь известна v\3",
    r"the store of (\S+) ends at position (\d+) in shard (\d+), the topic at (\d+): the store lost"
    r" its newest events\. (\S+ \S+ \S+) brings them back": r"хранилище \1 в разделе \3 кончается"
    r" на позиции \2, топик на \4: хранилище потеряло новейшие события, их вернёт \5",
}
"""The Russian words for each sentence; any other is the name of an error and its place in code."""

OF_THE_SYSTEM = {
    errno.ENOENT: "его нет",
    errno.EISDIR: "это папка",
    errno.ENOTDIR: "на пути не папка",
    errno.EACCES: "нет доступа",
    errno.EROFS: "только для чтения",
}
"""Why the system does not do something with a file, in Russian."""


def reason(told: str, language: Language | None = None) -> str:
    """A service's words in the language that is asked for, else in that of this run."""
    return reworded(told, SENTENCES) if (language or spoken()) == "ru" else told


def of_the_system(fault: OSError) -> str:
    """Why the system does not do something with a file."""
    en = fault.strerror or type(fault).__name__
    return said(en, OF_THE_SYSTEM.get(fault.errno or 0, en))

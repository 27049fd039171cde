"""What the command says when it cannot go on: one sentence, with what to do."""

from cli.language import said


class Trouble(Exception):
    """Something a person must put right; its text is the whole message, in the language in which
    this run speaks."""

    def __init__(self, en: str, ru: str) -> None:
        super().__init__(said(en, ru))

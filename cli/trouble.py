"""What the command says when it cannot go on: one sentence, with what to do."""


class Trouble(Exception):
    """Something a person must put right; its text is the whole message."""

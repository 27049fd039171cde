"""`python -m libs.runtime prepare` and `python -m libs.runtime serve NAME`."""

import gc

gc.disable()  # what is being loaded is no garbage; to look for some is a fifth of a start
from libs.runtime.command import main  # noqa: E402

main()

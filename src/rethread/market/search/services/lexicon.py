"""tmp"""


def lexicon():
    return ()

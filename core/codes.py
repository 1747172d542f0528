"""Public codes such as HRC-7K2Q9D: random, short enough to read out on the telephone."""

import secrets

# Like Crockford's alphabet, but also without 0 and 1: nothing here looks like anything else (no I, L, O, U).
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6


def new_code(prefix: str) -> str:
    """Return a new random code for `prefix`, for example `new_code("HRC")` -> "HRC-7K2Q9D".

    Nobody can guess the next one. 729 million are possible, so the column it goes to needs a unique constraint
    and its writer a second try.
    """
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))}"

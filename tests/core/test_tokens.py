from core.tokens import hash_token, new_token


def test_tokens_are_long_random_and_safe_in_an_address():
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert all(len(token) >= 43 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)


def test_the_hash_tells_nothing_and_bears_anything():
    assert hash_token("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    for text in ("", "a\x00", "\ud800", "x" * 100_000):
        assert len(hash_token(text)) == 64

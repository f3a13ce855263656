"""The language of a brief."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.language import function_words, read_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("12,000 sqm / 3 MVA / M1", "en"),
        ("wants bigger unit nr Corby, no leasehold", "en"),
        ("We are looking for a hall in the east of the country and for people who can weld.", "en"),
        ("Wir suchen für unser Werk eine Halle mit Kran und sind bei der Planung auf Hilfe von der Region.", "de"),
        ("Nous cherchons pour notre atelier un bâtiment dans une ville qui est sur la ligne et avec du gaz.", "fr"),
        ("Buscamos para nuestra planta una nave con frío en una zona que no se inunde y con agua.", "es"),
        ("Cerchiamo per la nostra azienda un capannone con gru che non sia di una zona del porto e in città.", "it"),
        ("我们正在寻找一块平整的土地，面积不少于十公顷。", "zh"),
        ("工場用地を探しています。電力が必要です。", "ja"),
        ("우리는 영국에 공장을 지을 땅을 찾고 있습니다.", "ko"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert read_language(text) == language


def test_function_words_of_all_languages() -> None:
    assert {"the", "und", "pour"} <= function_words()


@given(st.text())
def test_never_raises(text: str) -> None:
    assert len(read_language(text)) == 2

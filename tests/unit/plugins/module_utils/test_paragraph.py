# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages are one paragraph of at most 500 characters, whatever names, values, lists and answers are in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._engine.faults import Fault, refuse_faults
from ansible_collections.camunda.platform.plugins.module_utils._engine.raw_options import refusal
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import failure
from ansible_collections.camunda.platform.plugins.module_utils._errors import (
    AnswerLost,
    ApiError,
    CamundaError,
    ForbiddenChange,
    OptionError,
    TokenRefused,
    WaitFailed,
    valid_names,
)
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import paragraph, several
from ansible_collections.camunda.platform.plugins.module_utils._text import printable
from ansible_collections.camunda.platform.plugins.plugin_utils._parts import PartFailed

NEXT_STEP = "Set base_url to the URL of the API, and run the task again."
MAKERS: list[Callable[[str], CamundaError | PartFailed]] = [
    CamundaError,
    OptionError,
    ForbiddenChange,
    AnswerLost,
    WaitFailed,
    PartFailed,
    lambda message: ApiError(message, status=400),
    lambda message: TokenRefused(message, status=401),
]
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(min_size=400, max_size=2000),
    st.sampled_from(
        ["x" * 3000, "a b " * 900, "'" * 700, "\n" * 600, "Ä\x1b[2J" * 400, "Sentence. Another one? " * 60]
    ),
)


def is_paragraph(message: str) -> bool:
    """Return whether a message is one visible paragraph of at most 500 characters."""
    return len(message) <= 500 and message.isprintable()


@given(st.sampled_from(MAKERS), TEXTS, TEXTS, st.lists(TEXTS, max_size=40))
def test_errors_are_paragraphs_with_the_option_and_the_next_step(
    make: Callable[[str], CamundaError | PartFailed], value: str, answer: str, names: list[str]
) -> None:
    message = f"Option 'base_url': {value!r} is not valid. HTTP 400: {answer}. {valid_names(value, names)} {NEXT_STEP}"
    error = make(message)
    shown = error.failure()["msg"] if isinstance(error, PartFailed) else failure(error)["msg"]
    assert is_paragraph(shown)
    assert shown.startswith("Option 'base_url': ")
    assert shown.endswith(NEXT_STEP)


@given(TEXTS)
def test_short_texts_stay_as_they_are(text: str) -> None:
    if len(text) <= 500 and text.isprintable():
        assert paragraph(text) in (text, printable(text))
    assert is_paragraph(paragraph(text))


@given(st.lists(TEXTS, min_size=1, max_size=60), TEXTS)
def test_several_messages_are_one_paragraph(messages: list[str], after: str) -> None:
    assert is_paragraph(several(messages, before="3 of 60 entries failed.", after=after))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Option 'a': {'v' * 600} is too long.", "is too long."),
        (f"Valid: {', '.join(repr(f'name{n}') for n in range(200))}. Correct it.", " more. Correct it."),
        (f"Option 'x': {'v' * 40!r}. {'Words of a server. ' * 40}Do this.", "Do this."),
    ],
)
def test_what_is_cut(text: str, shown: str) -> None:
    assert paragraph(text).endswith(shown)
    assert paragraph(text).startswith(text[:10])


def test_a_list_is_cut_with_the_number_of_the_others() -> None:
    shown = paragraph(f"Valid: {', '.join(repr(f'name{n:03}') for n in range(200))}. Correct it.")
    kept = shown.count("'name")
    assert f" and {200 - kept} more. Correct it." in shown
    assert len(shown) > 450


def test_the_result_has_all_faults_whose_messages_are_too_many() -> None:
    faults = [Fault("clients", "orders", f"c{n}", OptionError(f"c{n}: {'long ' * 10}name.")) for n in range(30)]
    with pytest.raises(CamundaError) as raised:
        refuse_faults(faults)
    assert raised.value.message.startswith("30 faults were found, so nothing was done. c0: long")
    assert raised.value.message.endswith("'failures' in the result has all 30.")
    assert [one["name"] for one in raised.value.details["failures"]] == [f"c{n}" for n in range(30)]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PartFailed("x", unreachable=True), "host_unreachable"),
        (PartFailed("x", result={"code": "conflict"}), "conflict"),
        (PartFailed("x", result={"code": "conflict"}, code="delivery_failed"), "delivery_failed"),
        (PartFailed("x"), "failed"),
    ],
)
def test_a_part_that_fails_has_a_code(error: PartFailed, code: str) -> None:
    assert error.failure()["code"] == code


def test_many_options_that_are_refused_alike_are_counted() -> None:
    arguments = {"entries": {"type": "list", "elements": "dict", "options": {"name": {"type": "str"}}}}
    error = refusal(arguments, {"entries": [{"name": None}] * 40})
    assert error is not None
    assert "'entries[4].name' is null and 35 more. Null neither" in error.message
    assert len(error.details["options"]) == 40

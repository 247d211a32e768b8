# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors as the real API words them: plain text in the Administration API, JSON in the control endpoints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response

from .requestlog import is_control

# The errors that an operation declares, as FastAPI wants them.
Responses = dict[int | str, dict[str, Any]]

NO_PERMISSION = "You do not have the required permissions to perform this operation."
FORBIDDEN: Responses = {403: {"description": NO_PERMISSION}}
NOT_YOURS: Responses = {403: {"description": "Cluster is not yours"}}
NO_CLUSTER: Responses = {404: {"description": "Cluster not found"}}


class ApiError(HTTPException):
    """An answer with an error status whose body is the text."""

    def __init__(self, status: int, text: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status_code=status, detail=text, headers=headers)


def validation_text(errors: Iterable[Mapping[str, Any]]) -> str:
    """Say in one line what is wrong with a body, by field; values are left out as they may be secret."""
    parts = []
    for error in errors:
        place = ".".join(str(part) for part in error["loc"] if part != "body" and isinstance(part, str))
        parts.append(f"{place or 'body'}: {error['msg']}")
    return "; ".join(parts)


def _answer(request: Request, status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    if is_control(request.scope):
        return JSONResponse({"error": text}, status, headers)
    return PlainTextResponse(text, status, headers)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _answer(request, error.status_code, error.detail, error.headers)


async def _on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return _answer(request, 400, validation_text(error.errors()))


def install_error_handlers(api: FastAPI) -> None:
    """Replace FastAPI's JSON errors, which the real API never sends."""
    api.add_exception_handler(HTTPException, _on_http_exception)
    api.add_exception_handler(RequestValidationError, _on_validation_error)

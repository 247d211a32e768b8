# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules of an IP allowlist, pure: read, compared, merged and taken apart network by network."""

from __future__ import annotations

import ipaddress
import typing as t
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError

Address = t.Union[ipaddress.IPv4Address, ipaddress.IPv6Address]  # noqa: UP007 - as ansible-test reads it
# A text is a rule of the API in an unknown format; it is kept unchanged.
Network = t.Union[ipaddress.IPv4Network, ipaddress.IPv6Network, str]  # noqa: UP007


@dataclass(frozen=True)
class Rule:
    """An entry of an allowlist: networks with a description. None is a description that the user left open."""

    networks: tuple[Network, ...]
    description: str | None


Rules = tuple[Rule, ...]


def parse_rules(option: str, entries: Sequence[Mapping[str, t.Any]]) -> Rules:
    """Read the entries of an option; raise OptionError, with index and value, for no network or a repeated one."""
    rules = tuple(
        Rule(_unique(_parse_list(f"{option}[{index}].ip", entry["ip"])), entry["description"])
        for index, entry in enumerate(entries)
    )
    seen: dict[Network, int] = {}
    for index, rule in enumerate(rules):
        for network in rule.networks:
            first = seen.setdefault(network, index)
            if first != index:
                raise OptionError(f"Option '{option}': the entries {first} and {index} are both for {network}.")
    return rules


def parse_address(option: str, value: str) -> Address:
    """Read a single address; raises OptionError."""
    try:
        return ipaddress.ip_address(value.strip())
    except ValueError as exc:
        raise OptionError(f"Option '{option}': {value!r} is not an IP address.") from exc


def read_rules(entries: Iterable[Mapping[str, t.Any]]) -> Rules:
    """Read the entries of an answer of the API, and whatever it may hold."""
    return tuple(
        Rule(_unique(_read(part) for part in str(entry.get("ip", "")).split(",")), str(entry.get("description") or ""))
        for entry in entries
    )


def as_entries(rules: Rules) -> list[dict[str, str]]:
    """Return rules as the API takes them."""
    return [{"ip": ",".join(map(str, rule.networks)), "description": rule.description or ""} for rule in rules]


def one_by_one(rules: Rules) -> list[dict[str, str]]:
    """Return rules with one network an entry and in order: what a diff can show."""
    pairs = sorted(_pairs(rules), key=lambda pair: (_order(pair[0]), pair[1]))
    return [{"ip": str(network), "description": description} for network, description in pairs]


def same_rules(left: Rules, right: Rules) -> bool:
    """Compare rules network by network; how they are grouped into entries does not matter, nor does their order."""
    return _pairs(left) == _pairs(right)


def replaced(current: Rules, given: Rules) -> Rules:
    """Return the given rules; a description that was left open stays what it is."""
    known = _descriptions(current)
    return tuple(part for rule in given for part in _described(rule, known))


def merged(current: Rules, given: Rules) -> Rules:
    """Return the current rules with the given ones added; a given description replaces that of the same network."""
    known = _descriptions(current)

    def is_there(network: Network, description: str | None) -> bool:
        return network in known if description is None else known.get(network) == [description]

    news = (
        Rule(tuple(n for n in rule.networks if not is_there(n, rule.description)), rule.description or "")
        for rule in given
    )
    added = tuple(rule for rule in news if rule.networks)
    return without(current, added) + added


def without(current: Rules, given: Rules) -> Rules:
    """Return the current rules without the networks of the given ones, whatever their descriptions."""
    gone = {network for rule in given for network in rule.networks}
    left = (Rule(tuple(n for n in rule.networks if n not in gone), rule.description) for rule in current)
    return tuple(rule for rule in left if rule.networks)


def covers(rules: Rules, address: Address) -> bool:
    """Return whether an address is in one of the networks."""
    networks = (network for rule in rules for network in rule.networks)
    # An address is in no network of the other version.
    return any(address in network for network in networks if not isinstance(network, str))


def everything(rules: Rules) -> list[str]:
    """Return the networks that let every address in."""
    return [str(n) for rule in rules for n in rule.networks if not isinstance(n, str) and n.prefixlen == 0]


def still_inside(removed: Rules, rules: Rules) -> list[tuple[str, str]]:
    """Return each removed network with one of the rules that still lets some of it in."""
    pairs = ((old, new) for one in removed for old in one.networks for rule in rules for new in rule.networks)
    return [(str(old), str(new)) for old, new in pairs if _overlap(old, new)]


def _pairs(rules: Rules) -> set[tuple[Network, str]]:
    return {(network, rule.description or "") for rule in rules for network in rule.networks}


def _descriptions(rules: Rules) -> dict[Network, list[str]]:
    known: dict[Network, list[str]] = {}
    for network, description in sorted(_pairs(rules), key=lambda pair: pair[1]):
        known.setdefault(network, []).append(description)
    return known


def _described(rule: Rule, known: Mapping[Network, list[str]]) -> Rules:
    if rule.description is not None:
        return (rule,)
    groups: dict[str, list[Network]] = {}
    for network in rule.networks:
        for description in known.get(network, [""]):
            groups.setdefault(description, []).append(network)
    return tuple(Rule(tuple(networks), description) for description, networks in groups.items())


def _parse_list(option: str, value: str) -> list[Network]:
    return [_parse(option, part.strip(), value) for part in value.split(",")]


def _parse(option: str, part: str, value: str) -> Network:
    where = f"Option '{option}': {part!r}" + (f" in {value!r}" if part != value else "")
    try:
        if "%" in part:
            raise ValueError("it has a zone")
        network = ipaddress.ip_network(part, strict=False)
    except ValueError as exc:
        raise OptionError(f"{where} is neither an IP address nor a network in CIDR notation.") from exc
    address = ipaddress.ip_address(part.split("/")[0])
    if address != network.network_address:
        raise OptionError(
            f"{where} is ambiguous: an address within a network. Write {network} for the network,"
            f" or {address} for this address only."
        )
    return network


def _read(part: str) -> Network:
    try:
        return ipaddress.ip_network(part.strip(), strict=False)
    except ValueError:
        return part.strip()


def _unique(networks: Iterable[Network]) -> tuple[Network, ...]:
    return tuple(dict.fromkeys(networks))


def _order(network: Network) -> tuple[int, int, int, str]:
    if isinstance(network, str):
        return (0, 0, 0, network)
    return (network.version, int(network.network_address), network.prefixlen, "")


def _overlap(old: Network, new: Network) -> bool:
    if isinstance(old, str) or isinstance(new, str) or old.version != new.version:
        return False
    return old.overlaps(new)

# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules of an IP allowlist: read, compared, merged and taken apart network by network."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._resources import _ip_rules as ip_rules
from ansible_collections.camunda.platform.plugins.module_utils._resources._ip_rules import Rule, Rules

# Few networks and texts, so that two drawn at random often have some in common.
NETWORKS = [ipaddress.ip_network(f"192.0.2.{n}/32") for n in range(4)]
NETWORKS += [ipaddress.ip_network("192.0.2.0/24"), ipaddress.ip_network("2001:db8::/32")]
SOME = st.lists(st.sampled_from(NETWORKS), min_size=1, max_size=3, unique=True).map(tuple)
CURRENT = st.lists(st.builds(Rule, SOME, st.sampled_from(["", "a", "b"])), max_size=4).map(tuple)


def _without_repetition(rules: list[Rule]) -> Rules:
    """Make what the option accepts: no network in two entries."""
    seen: set[Any] = set()
    kept = []
    for rule in rules:
        networks = tuple(network for network in rule.networks if network not in seen)
        seen.update(networks)
        if networks:
            kept.append(Rule(networks, rule.description))
    return tuple(kept)


GIVEN = st.lists(st.builds(Rule, SOME, st.sampled_from([None, "", "a", "c"])), max_size=4).map(_without_repetition)


def lines(rules: Rules) -> set[tuple[str, str]]:
    return {(entry["ip"], entry["description"]) for entry in ip_rules.one_by_one(rules)}


def networks(rules: Rules) -> set[str]:
    return {ip for ip, _dummy in lines(rules)}


def parse(*entries: str | tuple[str, str | None]) -> Rules:
    pairs = [entry if isinstance(entry, tuple) else (entry, None) for entry in entries]
    return ip_rules.parse_rules("entries", [{"ip": ip, "description": description} for ip, description in pairs])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("192.0.2.0/24", "192.0.2.0/24"),
        (" 192.0.2.0/255.255.255.0 ", "192.0.2.0/24"),
        ("192.0.2.7, 198.51.100.0/25", "192.0.2.7/32,198.51.100.0/25"),
        ("192.0.2.7,192.0.2.7/32", "192.0.2.7/32"),
        ("2001:DB8:0::7", "2001:db8::7/128"),
        ("2001:db8::/32,192.0.2.7", "2001:db8::/32,192.0.2.7/32"),
        ("0.0.0.0/0", "0.0.0.0/0"),
    ],
)
def test_networks_are_written_in_one_form(text: str, shown: str) -> None:
    assert ip_rules.as_entries(parse(text)) == [{"ip": shown, "description": ""}]


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",",
        "192.0.2.7,",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.0/33",
        "192.0.2.07",
        "10",
        "fe80::1%eth0",
        "host",
        "192.0.2.0/24/8",
    ],
)
def test_what_is_no_network_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(OptionError) as refused:
        parse("198.51.100.1", text)
    assert refused.value.message.startswith("Option 'entries[1].ip': ")
    assert repr(text) in refused.value.message


def test_an_address_within_a_network_is_refused_with_both_meanings() -> None:
    with pytest.raises(OptionError, match="is ambiguous") as refused:
        parse("198.51.100.1, 192.0.2.7/24")
    assert "'192.0.2.7/24' in '198.51.100.1, 192.0.2.7/24'" in refused.value.message
    assert "Write 192.0.2.0/24 for the network, or 192.0.2.7 for this address only." in refused.value.message


@pytest.mark.parametrize("other", ["192.0.2.7/32", "203.0.113.1,192.0.2.7", "192.0.2.7/255.255.255.255"])
def test_a_network_in_two_entries_is_refused_with_both_indexes(other: str) -> None:
    with pytest.raises(OptionError, match=r"the entries 0 and 2 are both for 192\.0\.2\.7/32"):
        parse("192.0.2.7", "198.51.100.1", other)


def test_networks_that_overlap_are_accepted() -> None:
    assert len(parse("192.0.2.0/24", "192.0.2.7")) == 2


@given(CURRENT, st.randoms(use_true_random=False))
def test_grouping_and_order_do_not_matter(rules: Rules, random: Any) -> None:
    apart = [Rule((network,), rule.description) for rule in rules for network in rule.networks]
    random.shuffle(apart)
    assert ip_rules.same_rules(rules, tuple(apart))
    assert lines(rules) == lines(tuple(apart))


@given(CURRENT)
def test_what_the_api_gets_it_gives_back(rules: Rules) -> None:
    assert ip_rules.read_rules(ip_rules.as_entries(rules)) == rules


@given(CURRENT, GIVEN)
def test_replaced_has_what_is_given_and_nothing_else(current: Rules, given_rules: Rules) -> None:
    after = ip_rules.replaced(current, given_rules)
    assert networks(after) == networks(given_rules)
    known = lines(current)
    for rule in given_rules:
        for network in map(str, rule.networks):
            found = {text for ip, text in lines(after) if ip == network}
            before = {text for ip, text in known if ip == network}
            assert found == ({rule.description} if rule.description is not None else before or {""})


@given(CURRENT, GIVEN)
def test_merged_adds_and_leaves_the_rest(current: Rules, given_rules: Rules) -> None:
    after = ip_rules.merged(current, given_rules)
    assert networks(after) == networks(current) | networks(given_rules)
    mine = lines(ip_rules.replaced(current, given_rules))
    assert mine <= lines(after)
    assert lines(after) - mine == {(ip, text) for ip, text in lines(current) if ip not in networks(given_rules)}


@given(CURRENT, GIVEN)
def test_without_takes_the_networks_and_leaves_the_rest(current: Rules, given_rules: Rules) -> None:
    after = ip_rules.without(current, given_rules)
    assert lines(after) == {(ip, text) for ip, text in lines(current) if ip not in networks(given_rules)}
    assert all(rule.networks for rule in after)


@pytest.mark.parametrize("change", [ip_rules.replaced, ip_rules.merged, ip_rules.without])
@given(CURRENT, GIVEN)
def test_a_second_time_changes_nothing(change: Any, current: Rules, given_rules: Rules) -> None:
    once = change(current, given_rules)
    assert ip_rules.same_rules(change(once, given_rules), once)


@given(CURRENT, GIVEN)
def test_what_is_there_already_is_left_as_it_is_written(current: Rules, given_rules: Rules) -> None:
    once = ip_rules.merged(current, given_rules)
    assert ip_rules.merged(once, given_rules) == once


def test_a_part_of_an_entry_is_taken_out_of_it() -> None:
    current = parse(("192.0.2.1,192.0.2.2", "office"), ("203.0.113.0/24", "data"))
    assert ip_rules.as_entries(ip_rules.without(current, parse("192.0.2.2"))) == [
        {"ip": "192.0.2.1/32", "description": "office"},
        {"ip": "203.0.113.0/24", "description": "data"},
    ]
    assert ip_rules.as_entries(ip_rules.merged(current, parse(("192.0.2.2", "desk")))) == [
        {"ip": "192.0.2.1/32", "description": "office"},
        {"ip": "203.0.113.0/24", "description": "data"},
        {"ip": "192.0.2.2/32", "description": "desk"},
    ]


def test_what_nobody_understands_is_kept() -> None:
    answer: list[dict[str, Any]] = [{"ip": "office, 192.0.2.7/24", "description": None}, {"description": "x"}]
    current = ip_rules.read_rules(answer)
    after = ip_rules.as_entries(ip_rules.merged(current, parse("192.0.2.0/24")))
    assert after == [{"ip": "office,192.0.2.0/24", "description": ""}, {"ip": "", "description": "x"}]
    assert not ip_rules.covers(current, ip_rules.parse_address("a", "198.51.100.1"))
    assert [entry["ip"] for entry in ip_rules.one_by_one(current)] == ["", "office", "192.0.2.0/24"]


@pytest.mark.parametrize(
    ("address", "inside"),
    [("192.0.2.255", True), ("192.0.3.0", False), ("2001:db8::1", True), ("::1", False), ("::ffff:192.0.2.1", False)],
)
def test_an_address_is_let_in_by_a_network_of_its_version(address: str, inside: bool) -> None:
    rules = parse("192.0.2.0/24", "2001:db8::/32")
    assert ip_rules.covers(rules, ip_rules.parse_address("controller_address", address)) is inside


@pytest.mark.parametrize("text", ["", "192.0.2.0/24", "host", "192.0.2.1,192.0.2.2"])
def test_a_controller_is_one_address(text: str) -> None:
    with pytest.raises(OptionError, match=r"Option 'controller_address': .* is not an IP address"):
        ip_rules.parse_address("controller_address", text)


def test_networks_of_all_addresses_are_found() -> None:
    assert ip_rules.everything(parse("192.0.2.0/24", "0.0.0.0/0,::/0", "128.0.0.0/1")) == ["0.0.0.0/0", "::/0"]


def test_what_still_lets_in_is_found() -> None:
    removed, rules = parse("192.0.2.0/24", "10.0.0.0/8"), parse("192.0.0.0/16", "10.1.0.0/16", "172.16.0.0/12", "::/0")
    assert ip_rules.still_inside(removed, rules) == [("192.0.2.0/24", "192.0.0.0/16"), ("10.0.0.0/8", "10.1.0.0/16")]

# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# `make` lists the targets. PYTHON=python3.13 chooses the interpreter, CORE=2.16 another ansible-core than the newest
# that the interpreter allows, ARGS='...' adds arguments to pytest, ansible-test sanity or the sandbox.

export PYTHON ?= python3
export CORE ?= newest
ARGS ?=

TOOLS := tests/tools
RUN := $(TOOLS)/run
CHECK := $(RUN) $(TOOLS)/check
LINT := yamllint ruff mypy shellcheck reuse contract ansible-lint
DOCS := changelog docs

.NOTPARALLEL:
.PHONY: help demo test unit integration test-keycloak unit-and-integration sanity lint docs-check docs-site build \
	release-check sandbox matrix benchmark format picture tree clean setup-demo setup-test setup-gate setup-awx setup-eda setup-sdk

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.* ## /\1\t/p' Makefile | expand -t 14

demo: setup-demo tree ## plan and apply clusters and clients in a local sandbox (a minute; up to three the first time)
	@$(RUN) $(TOOLS)/demo

test: setup-gate tree ## everything: lint, documentation, artifact, sanity, unit and integration tests
	@$(TOOLS)/gate $(LINT) $(DOCS) site artifact+importer sanity

unit: setup-test tree ## unit tests (ARGS='-k name' for some)
	@$(RUN) pytest tests/unit $(ARGS)

integration: setup-test tree ## playbooks through the real ansible-playbook, over HTTP, against the sandbox
	@$(RUN) pytest tests/integration $(ARGS)

test-keycloak: setup-test tree ## tokens of a real Keycloak, which Maven gets (KEYCLOAK_PATH=/ for one without /auth)
	@$(TOOLS)/keycloak
	@$(TOOLS)/setup_awx
	@$(RUN) pytest tests/keycloak $(ARGS)

unit-and-integration: setup-test tree
	@$(RUN) pytest -n auto --dist worksteal tests/unit tests/integration $(ARGS)

sanity: setup-test tree ## ansible-test sanity (ARGS='--test pep8' for one)
	@$(RUN) python $(TOOLS)/sanity.py $(ARGS)

lint: setup-gate tree ## yamllint, ruff, mypy, shellcheck, REUSE, the API contract, ansible-lint
	@$(CHECK) $(LINT)

docs-check: setup-gate tree ## the documentation and the changelog
	@$(CHECK) $(DOCS)

docs-site: setup-gate tree ## the documentation site, in .cache/docs/html: plugins, roles, guides; offline
	@$(CHECK) site

release-check: setup-gate tree ## build the artifact, install it in an empty environment, and use it (RELEASE_CORES='2.16 newest')
	@$(TOOLS)/release_check

build: setup-gate tree ## the collection's artifact, in .cache/artifact, with a check of what is in it
	@$(CHECK) artifact importer

sandbox: setup-demo tree ## a local stand-in for Camunda SaaS in the foreground, to rehearse playbooks with
	@$(RUN) $(TOOLS)/sandbox $(ARGS)

matrix: ## tests and sanity with ansible-core 2.16, 2.19 and the newest on each Python found
	@$(TOOLS)/matrix

benchmark: setup-test tree ## what runs of the role provision and items of a loop cost (a quarter of an hour)
	@$(RUN) python tests/benchmark $(ARGS)

picture: setup-gate setup-demo tree ## draw the README's picture of a plan again
	@DEMO_COLOR=1 $(RUN) $(TOOLS)/demo | $(RUN) python $(TOOLS)/picture.py "$(CURDIR)/docs/images/demo.svg"

format: setup-gate ## format the Python files
	@$(TOOLS)/format

tree: ## bring the copy up to date that everything runs from (.cache/tree)
	@$(TOOLS)/tree

clean: ## remove the virtual environments, the copy and all caches
	@$(TOOLS)/clean

setup-demo setup-test setup-gate:
	@$(TOOLS)/setup $(@:setup-%=%)

setup-awx: tree ## the collections awx.awx and community.general for the tests of two roles (57 MB); without it they are skipped
	@$(TOOLS)/setup_awx

setup-eda: tree ## ansible-rulebook for the test of the event source, in an environment of its own (needs Java 17)
	@$(TOOLS)/setup_eda

setup-sdk: tree ## Camunda's JavaScript and Java clients for the tests that compare with them (needs Node.js 20; Java 17 and Maven)
	@$(TOOLS)/setup_sdk

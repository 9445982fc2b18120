# The commands of this repo. `make run` and `make test` need the .NET 10 SDK and nothing else; no root, no server.

CONFIGURATION ?= Release
RID           ?= linux-$(shell uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
OUT           := artifacts
BUILD         := dotnet build EdgePos.sln -c $(CONFIGURATION) --nologo -v quiet -clp:NoSummary
bin            = $(1)/bin/$(CONFIGURATION)/net10.0/$(2)

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

.PHONY: help build run test fuzz box-test bench fleet format publish package clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## restore and build everything, with all analysers
	@echo "Restoring and building (the first time a minute or two) ..."
	@$(BUILD)

run: build ## sell on embedded defaults: gateway, virtual printer, head office; the link cut and mended
	@$(call bin,provisioning/EdgePos.Provisioning,edgeposctl) demo \
	    --gateway $(call bin,edge/EdgePos.Gateway,edgepos-gateway) \
	    --register $(call bin,edge/EdgePos.Register,edgepos-register) \
	    --data .data/demo

test: build ## all tests that need no root and no server
	@mkdir -p $(OUT)
	@dotnet test EdgePos.sln -c $(CONFIGURATION) --no-build --nologo --results-directory $(OUT)/tests \
	    --logger 'console;verbosity=normal' --logger trx $(TEST_ARGS)

fuzz: build ## every parser of a device with a million inputs, every byte of a cable cut and of a ledger changed: hours, for the night
	@mkdir -p $(OUT)
	@EDGEPOS_NIGHTLY=1 dotnet test tests/EdgePos.Tests -c $(CONFIGURATION) --no-build --nologo --results-directory $(OUT)/tests-fuzz \
	    --logger 'console;verbosity=normal' --logger trx --filter '$(or $(FUZZ),FullyQualifiedName~EdgePos.Tests.Devices|FullyQualifiedName~ByteTamperTests)'

# Root, for Debian's packages, a container and qemu's view of this machine's files; KVM is not needed. Both are made once, in a minute each.
box-test: build ## drivers against Linux's own in a virtual machine, the package in a Debian with systemd (root, Debian on x64)
	@tests/box/run.sh $(OUT)/tests-box
	@$(MAKE) package ARCH=$(shell dpkg --print-architecture 2>/dev/null)
	@[ -x $(OUT)/native/edgepos-headoffice ] || $(MAKE) publish PROGRAMS=edge/EdgePos.HeadOffice
	@tests/box/container/run.sh $(OUT)/tests-container

# The native daemon is what ships: after `make publish` it is the one that is measured, against a native echo.
bench: build ## ratios to limits measured in the same run; rows go to artifacts/bench.json
	@mkdir -p $(OUT)
	@$(or $(wildcard $(OUT)/native/EdgePos.Benchmarks),$(call bin,tests/EdgePos.Benchmarks,EdgePos.Benchmarks)) \
	    --gateway $(or $(wildcard $(OUT)/native/edgepos-gateway),$(call bin,edge/EdgePos.Gateway,edgepos-gateway)) \
	    --headoffice $(or $(wildcard $(OUT)/native/edgepos-headoffice),$(call bin,edge/EdgePos.HeadOffice,edgepos-headoffice)) \
	    --out $(OUT)/bench.json $(BENCH_ARGS)

# STORES, DAYS (as they happen), CUT_OFF (days heard of all at once), SPEED (0: at once), CONSUMERS; FLEET_ARGS for the rest.
fleet: build ## many stores with realistic days against head office; the page's tables go to artifacts/fleet.md
	@mkdir -p $(OUT)
	@$(call bin,tests/EdgePos.Fleet,EdgePos.Fleet) \
	    --headoffice $(or $(wildcard $(OUT)/native/edgepos-headoffice),$(call bin,edge/EdgePos.HeadOffice,edgepos-headoffice)) \
	    --stores $(or $(STORES),1000) --days $(or $(DAYS),1) --cut-off $(or $(CUT_OFF),1) --speed $(or $(SPEED),90) \
	    --consumers $(or $(CONSUMERS),2) --page $(OUT)/fleet.md $(FLEET_ARGS)

format: ## bring the code into shape
	@dotnet format EdgePos.sln

SHIPPED  := edge/EdgePos.Gateway edge/EdgePos.HeadOffice edge/EdgePos.Register provisioning/EdgePos.Provisioning
PROGRAMS ?= $(SHIPPED) tests/EdgePos.Benchmarks

publish: ## native binaries of all programs for this machine in artifacts/native (needs clang or gcc)
	@for project in $(PROGRAMS); do \
	    echo "Publishing $$project for $(RID) ..." && \
	    dotnet publish $$project -c Release -r $(RID) -o $(OUT)/native --nologo -v quiet || exit 1; done

package: ## .deb packages in artifacts/package (ARCH="amd64 arm64"; RELEASE_KEY=key.pem signs them for updates from afar)
	@RELEASE_KEY=$(RELEASE_KEY) provisioning/package/build.sh $(OUT)/package $(or $(ARCH),amd64 arm64)

clean: ## remove all that was built, and the demo's data
	@rm -rf $(OUT) .data
	@find . -type d \( -name bin -o -name obj \) -not -path './.git/*' -prune -exec rm -rf {} +

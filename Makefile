# 六清 Liuqing：一条命令看，一条命令证。Everything else is in scripts/.
# make demo ARGS="--households 3000 --no-serve" passes options on to `liuqing demo`.

SHELL := /bin/bash
ARGS ?=

.PHONY: help demo test lint format bench clean

help: ## 列出这些命令 / list these commands
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 16

demo: ## 装好、造一个演示县、打开网页 / set up, make a demo county, serve it
	@scripts/setup demo
	@.venv/bin/liuqing demo demo --place fuyuan $(ARGS)

test: ## 全部检查和测试 / every check and test, on SQLite and on PostgreSQL
	@scripts/setup test
	@scripts/setup-test
	@scripts/with-postgres scripts/run-tests $(ARGS)

lint: ## 只检查代码 / style, types and walls only
	@scripts/setup test
	@scripts/lint

format: ## 整理代码格式 / put the code in the common form
	@scripts/setup test
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

bench: ## 量速度 / measure speed and memory (each module of benchmarks/)
	@scripts/setup test
	@scripts/bench $(ARGS)

clean: ## 删掉能重做的东西；demo/ 不动 / remove what can be rebuilt; demo/ stays
	@rm -rf .venv .tools .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist
	@find src tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +

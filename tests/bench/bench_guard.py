"""What the personal-data guard costs: on the server, then in a browser four times slower. `python -m tests.bench.bench_guard`.

Times are the processor's, the best of several runs, next to the least it could be: one pass of one plain pattern.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import brotli

from partage.assets import without_comments
from partage.config import ROOT
from partage.shared_rules.personal_data import find
from tests.unit import marked

LENGTH = 10_000
ROUNDS = 15
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
MODULES = ("personal-data.js", "personal-data-checks.js", "personal-data-names.js", "personal-data-page.js", "personal-data-words.js", "personal_data-data.js")
HOSTILE = ("0", "06 ", "a", "Aa ", "1 ", "a@", "né le ", "dossier n° ", "12 rue ", "Mme ", "FR76 ", "Jean ", "caf ", "+1 ", "d'", "J’ai reçu ")
PLAIN = re.compile(r"\b[A-Za-z]+\b")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def texts() -> dict[str, str]:
    """Ordinary writing, mostly without personal data; then writing that is nothing else."""
    found, alone = ([text for text, _ in marked.read(part)] for part in ("found", "left alone"))
    mixed = [text for number, text in enumerate(alone) for text in ([text, found[number // 8]] if number % 8 == 0 else [text])]
    return {name: (" ".join(lines) * 3)[:LENGTH] for name, lines in (("ordinaire", mixed), ("tout à cacher", found))}


def best(work: Callable[[], object]) -> float:
    """Milliseconds of processor of the fastest of several runs."""
    times = []
    for _ in range(ROUNDS):
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return min(times) * 1000


def server() -> None:
    for name, text in texts().items():
        ours, floor = best(lambda text=text: find(text)), best(lambda text=text: PLAIN.findall(text))
        print(f"serveur, {len(text)} signes, {name:<14}{ours:7.1f} ms   plancher {floor:5.2f} ms   rapport {ours / floor:5.1f}")
    for piece in HOSTILE:
        short, long = (piece * LENGTH)[:LENGTH], (piece * LENGTH * 4)[: LENGTH * 4]
        once, four = best(lambda text=short: find(text)), best(lambda text=long: find(text))
        print(f"hostile {piece!r:<16}{once:7.1f} ms pour 10 000   quatre fois plus long : {four / once:4.1f} fois")


def browser() -> None:
    from playwright.sync_api import sync_playwright

    site = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(ROOT)))
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = chromium.new_page()
        page.goto(f"http://127.0.0.1:{site.server_port}/static/vendor/vendor.json")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        for name, text in texts().items():
            first, usual = page.evaluate(
                """async (text) => {
                  const { find } = await import('/static/js/shared/personal-data.js');
                  const times = [];
                  for (let round = 0; round < 15; round += 1) {
                    const started = performance.now();
                    find(text);
                    times.push(performance.now() - started);
                  }
                  return [times[0], Math.min(...times)];
                }""",
                text,
            )
            print(f"navigateur quatre fois plus lent, {name:<14} {first:6.1f} ms la première fois, {usual:6.1f} ms ensuite")
        chromium.close()
    site.shutdown()


def weight() -> None:
    sizes = [len(brotli.compress(without_comments((ROOT / "static/js/shared" / name).read_text()).encode())) for name in MODULES]
    print(f"règles et données dans le navigateur : {sum(sizes)} octets (brotli), dont {sizes[-1]} de données")


if __name__ == "__main__":
    weight()
    server()
    if "--server" not in sys.argv:
        browser()

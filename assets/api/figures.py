#!/usr/bin/env python3
"""Prints a unit's figures of the last thirty days.

    PALANTA_URL=https://palanta.example.go.id PALANTA_TOKEN=palanta_… ./figures.py dukcapil
"""

import json
import os
import sys
import urllib.error
import urllib.request


def read(path):
    request = urllib.request.Request(
        os.environ["PALANTA_URL"] + path,
        headers={"Authorization": "Bearer " + os.environ["PALANTA_TOKEN"]},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        # Errors are problems in the sense of RFC 9457.
        problem = json.load(error)
        sys.exit(f"{problem['status']} {problem['title']}: {problem['detail']}")


def percent(share):
    if share["share"] is None:
        return f"{share['n']} of {share['of']}, too few for a share"
    return f"{share['share']:.0%} ({share['low']:.0%} to {share['high']:.0%}, {share['n']} of {share['of']})"


figures = read(f"/api/v1/units/{sys.argv[1]}/figures")
print(f"{figures['unit']}, {figures['from']} to {figures['to']}")
print(f"threads   {figures['threads']}")
print(f"negative  {percent(figures['sentiment']['negative'])}")
print(f"on time   {percent(figures['answers']['on_time'])}")
ikm = figures["ikm"]
print(f"IKM       {ikm['value']} ({ikm['low']:.1f} to {ikm['high']:.1f})" if ikm else
      f"IKM       not yet ({figures['respondents']} of {figures['minimum']} respondents)")

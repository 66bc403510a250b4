"""Works out what the clocks of some zones do to slots and reminders, for the test beside it.

It shares nothing with the code that is tested: the zones are those of Python's `zoneinfo`, and
a cell of five minutes is open if the wall clock, at that very instant, shows a time within one
of the day's windows. Run it and keep what it prints: python3 expected.py > expected.txt
"""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

CELL = timedelta(minutes=5)
STEP = timedelta(minutes=15)

# A zone, a local date, windows of that date, and how many minutes a session lasts.
DAYS = [
    ("Europe/Berlin", "2026-03-28", "01:00-04:00", 50),
    ("Europe/Berlin", "2026-03-29", "01:00-04:00", 50),
    ("Europe/Berlin", "2026-03-29", "02:10-03:40", 15),
    ("Europe/Berlin", "2026-10-25", "01:00-04:00", 50),
    ("Europe/Berlin", "2026-10-25", "02:10-02:50", 15),
    ("America/New_York", "2026-03-08", "00:30-02:30 03:30-05:00", 50),
    ("America/New_York", "2026-11-01", "00:30-02:30", 60),
    ("America/Santiago", "2026-09-06", "00:00-02:00", 30),
    ("America/Santiago", "2026-04-04", "22:30-24:00", 45),
    ("America/Santiago", "2026-04-05", "00:00-01:00", 45),
    ("Australia/Lord_Howe", "2026-10-04", "01:00-03:30", 50),
    ("Australia/Lord_Howe", "2026-04-05", "01:00-03:00", 50),
    ("Africa/Casablanca", "2026-02-15", "01:30-03:30", 50),
    ("Africa/Casablanca", "2026-03-22", "01:30-03:30", 15),
    ("Asia/Ho_Chi_Minh", "2026-10-25", "08:00-10:00", 50),
    ("Pacific/Apia", "2011-12-29", "22:00-24:00", 50),
    ("Pacific/Apia", "2011-12-30", "00:00-24:00", 50),
    ("Pacific/Apia", "2011-12-31", "00:00-02:00", 50),
]

# A zone, and local starts on, or within a day and a half after, a change.
STARTS = [
    ("Europe/Berlin", ["2026-03-29T09:00", "2026-03-30T01:30", "2026-10-25T09:00", "2026-10-26T01:30"]),
    ("America/New_York", ["2026-03-08T12:00", "2026-03-09T00:30", "2026-11-01T12:00", "2026-11-02T00:30"]),
    ("America/Santiago", ["2026-09-06T01:00", "2026-09-07T10:00", "2026-04-05T00:30", "2026-04-06T10:00"]),
    ("Australia/Lord_Howe", ["2026-10-04T02:30", "2026-10-05T10:00", "2026-04-05T10:00"]),
    ("Africa/Casablanca", ["2026-02-15T10:00", "2026-03-22T10:00", "2026-03-23T09:00"]),
    ("Asia/Ho_Chi_Minh", ["2026-10-25T09:00"]),
    ("Pacific/Apia", ["2011-12-31T09:00", "2012-01-01T01:00"]),
]


def utc(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def minutes(text):
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def open_cells(zone, date, windows):
    """The open instants of a local date, on the grid: for each window its own."""
    midnight = datetime.fromisoformat(date).replace(tzinfo=timezone.utc)
    cells = [[] for _ in windows]
    instant = midnight - timedelta(days=2)
    while instant < midnight + timedelta(days=2):
        wall = instant.astimezone(zone)
        if wall.date().isoformat() == date:
            shown = wall.hour * 60 + wall.minute
            for number, (begin, end) in enumerate(windows):
                if begin <= shown < end:
                    cells[number].append(instant)
        instant += CELL
    return cells


def slots(zone, date, windows, duration):
    windows = [tuple(minutes(end) for end in window.split("-")) for window in windows.split()]
    cells = open_cells(zone, date, windows)
    is_open = {instant for of_window in cells for instant in of_window}
    found = set()
    for of_window in cells:
        for start in of_window:
            whole = all(start + n * CELL in is_open for n in range(duration // 5))
            if whole and (start - of_window[0]) % STEP == timedelta(0):
                found.add(start)
    return sorted(found)


for name, date, windows, duration in DAYS:
    print(f"slots {name} {date} {duration}: {windows}")
    for start in slots(ZoneInfo(name), date, windows, duration):
        print(f"  {utc(start)}")

for name, starts in STARTS:
    for local in starts:
        start = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(name)).astimezone(timezone.utc)
        print(f"reminders {name} {local}: {utc(start)}")
        for hours in (36, 24, 1):
            print(f"  PT{hours}H {utc(start - timedelta(hours=hours))}")

//! Graphs of what several loads came to, as SVG, and the values in them. Those of earlier runs are kept, so that the loads
//! need not be lived through together.

use std::collections::BTreeMap;
use std::path::Path;

use plotters::prelude::*;

use crate::figures::Figures;

/// The size of a graph.
const SIZE: (u32, u32) = (640, 360);

/// A line of a graph: its name, and its value at a load.
type Line = (&'static str, fn(&Figures) -> f64);

/// A graph: its file, its title with the unit, and its lines.
const GRAPHS: [(&str, &str, &[Line]); 8] = [
    (
        "reminders",
        "Reminders sent late by (seconds)",
        &[
            ("p50", |figures| figures.sent.p50),
            ("p99", |figures| figures.sent.p99),
            ("max", |figures| figures.sent.max),
        ],
    ),
    (
        "admissions",
        "Host in to member let in (seconds)",
        &[
            ("p50", |figures| figures.admissions.p50),
            ("p99", |figures| figures.admissions.p99),
            ("max", |figures| figures.admissions.max),
        ],
    ),
    (
        "gates",
        "Gate shut after the grace, until the page knows (seconds)",
        &[
            ("p50", |figures| figures.gates.p50),
            ("p99", |figures| figures.gates.p99),
            ("max", |figures| figures.gates.max),
        ],
    ),
    (
        "ticks",
        "The longest run of a clock (seconds)",
        &[
            ("gate-checks", |figures| figures.longest("gate-checks")),
            ("scheduler", |figures| figures.longest("scheduler")),
        ],
    ),
    (
        "hottest-key",
        "Write units a second of the hottest key",
        &[("hottest key", Figures::hottest)],
    ),
    (
        "refused",
        "Refused to clients, each tried again (a session)",
        &[("refused", |figures| {
            figures.refused.values().sum::<u64>() as f64 / figures.around.sessions as f64
        })],
    ),
    (
        "a-session",
        "A session of some two minutes takes",
        &[
            ("write units", |figures| {
                figures.around.write_units / figures.around.sessions as f64
            }),
            ("requests", |figures| {
                figures.requests as f64 / figures.around.sessions as f64
            }),
        ],
    ),
    (
        "dollars",
        "A session of some two minutes costs, without media (thousandths of a dollar)",
        &[("all of it", |figures| {
            figures.dollars() * 1000.0 / figures.around.sessions as f64
        })],
    ),
];

/// The values of all lines, by the number of sessions.
type Values = BTreeMap<usize, BTreeMap<String, f64>>;

/// The file of the values, in the folder of the graphs.
const VALUES: &str = "scale.json";

/// The name of a line's values.
fn name(file: &str, line: &Line) -> String {
    format!("{file}: {}", line.0)
}

/// Draws all graphs into a folder, against the number of sessions. Loads that were drawn there before stay in them.
pub(crate) fn draw(folder: &Path, loads: &[Figures]) {
    std::fs::create_dir_all(folder).unwrap();
    let kept = std::fs::read(folder.join(VALUES)).unwrap_or_else(|_| b"{}".to_vec());
    let mut loads_seen: Values = serde_json::from_slice(&kept).unwrap();
    for load in loads {
        let values = GRAPHS.iter().flat_map(|(file, _, lines)| {
            let value = |line: &Line| (name(file, line), line.1(load));
            let values = lines.iter().map(value);
            values
                .filter(|(_, value)| value.is_finite())
                .collect::<Vec<_>>()
        });
        loads_seen.insert(load.around.sessions, values.collect());
    }
    let text = serde_json::to_string_pretty(&loads_seen).unwrap();
    std::fs::write(folder.join(VALUES), text + "\n").unwrap();
    for (file, title, lines) in GRAPHS {
        let path = folder.join(format!("scale-{file}.svg"));
        let area = SVGBackend::new(&path, SIZE).into_drawing_area();
        area.fill(&WHITE).unwrap();
        let values = |line: &Line| {
            let points = loads_seen.iter().filter_map(|(sessions, values)| {
                Some((*sessions as f64, *values.get(&name(file, line))?))
            });
            points.collect::<Vec<_>>()
        };
        let all = lines.iter().flat_map(values);
        let most = all.map(|(_, value)| value).fold(1.0, f64::max);
        let sessions = loads_seen.keys().map(|sessions| *sessions as f64);
        let (least, greatest) = sessions.fold((f64::MAX, 1.0), |(least, greatest), each| {
            (each.min(least), each.max(greatest))
        });
        let mut chart = ChartBuilder::on(&area)
            .caption(title, ("sans-serif", 18))
            .margin(12)
            .x_label_area_size(36)
            .y_label_area_size(56)
            .build_cartesian_2d((least..greatest * 1.01).log_scale(), 0.0..most * 1.1)
            .unwrap();
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .x_desc("sessions at the same hour")
            .x_label_formatter(&|sessions| format!("{sessions:.0}"))
            .draw()
            .unwrap();
        for (number, line) in lines.iter().enumerate() {
            let colour = Palette99::pick(number).to_rgba();
            let series = LineSeries::new(values(line), colour.stroke_width(2)).point_size(3);
            let drawn = chart.draw_series(series).unwrap();
            drawn
                .label(line.0)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], colour));
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperLeft)
            .background_style(WHITE.mix(0.8))
            .border_style(BLACK)
            .draw()
            .unwrap();
        area.present().unwrap();
    }
}

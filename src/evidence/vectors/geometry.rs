//! Geometry: how the embedded rows lie: the spectrum of their variance, the cosines of pairs, and a map of them.
//!
//! No rule judges by it; it is what a report draws. A sample of the rows is looked at.

use std::rc::Rc;

use ndarray::{Array2, Axis};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::evidence::{Embedded, Evidence, Unavailable};
use crate::measure::cosines::Cosines;
use crate::measure::effective_rank::{effective_rank, matrix};
use crate::measure::neighbourhood::neighbourhood;
use crate::measure::principal::Principal;

/// Rows that directions and cosines are read off.
const LOOKED_AT: usize = 2_000;
/// The same where vectors are so long that more would take minutes.
const LONG: (usize, usize) = (512, 512);
/// Rows of the sample on the map, and those beyond it that are asked for.
const SAMPLED: usize = 1_000;
const ASKED_FOR: usize = 200;
/// Directions in which the map looks for neighbours.
const DIRECTIONS: usize = 30;
/// Pairs whose cosines are taken.
const PAIRS: usize = 20_000;
/// Draws of rows that a spectrum beside natural text is the mean of.
const DRAWS: u64 = 20;

/// How the embedded rows lie.
#[derive(Debug, Clone)]
pub(crate) struct Geometry {
    /// The places of the embedded rows in random order.
    order: Vec<usize>,
    principal: Principal,
    /// Along how many directions they vary.
    pub(crate) spectrum: Spectrum,
    /// How alike the directions of pairs are: of rows, then of natural text where the model is at hand.
    pub(crate) cosines: Vec<PairCosines>,
}

/// Shares of the variance along principal components, the largest first.
#[derive(Debug, Clone)]
pub(crate) struct Spectrum {
    /// Of the rows.
    pub(crate) rows: Vec<f64>,
    /// How many rows that was read off.
    pub(crate) n: usize,
    /// Their effective rank, in directions.
    pub(crate) rank: f64,
    /// The same of equally many rows and sentences of natural text; absent where they can't be compared.
    pub(crate) beside: Option<Beside>,
}

/// Rows beside equally many sentences of natural text in the same model.
#[derive(Debug, Clone)]
pub(crate) struct Beside {
    /// How many of each.
    pub(crate) n: usize,
    /// Shares of the variance of so many rows, the mean of several draws.
    pub(crate) rows: Vec<f64>,
    /// Of the sentences.
    pub(crate) natural: Vec<f64>,
    /// Effective rank of so many rows, with its 95 % interval.
    pub(crate) rank: (f64, (f64, f64)),
    /// Effective rank of the sentences.
    pub(crate) natural_rank: f64,
}

/// The cosines of pairs of vectors.
#[derive(Debug, Clone)]
pub(crate) struct PairCosines {
    /// Whether they are sentences of natural text, and not rows.
    pub(crate) natural: bool,
    /// Whether the mean was taken away before.
    pub(crate) centred: bool,
    /// The cosines.
    pub(crate) cosines: Cosines,
}

/// Embedded rows in the plane.
#[derive(Debug, Clone)]
pub(crate) struct Map {
    /// Rows of a random sample; those beyond them were asked for.
    pub(crate) sampled: usize,
    /// The variance's share along each of the two principal components.
    pub(crate) shares: [f64; 2],
    /// Whether points have a place by their neighbours, too.
    pub(crate) neighbours: bool,
    /// The rows, ascending.
    pub(crate) points: Vec<MapPoint>,
}

/// A row in the plane.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MapPoint {
    /// The row.
    pub(crate) row: usize,
    /// Its place along the first two principal components.
    pub(crate) at: [f64; 2],
    /// Its place by its neighbours.
    pub(crate) near: Option<[f64; 2]>,
}

impl Evidence<'_> {
    /// How the embedded rows lie; `None` when they all are alike.
    ///
    /// # Errors
    /// As [`Evidence::vectors`].
    pub(crate) fn geometry(&self) -> Result<Option<&Geometry>, Unavailable> {
        let geometry = self.answers.geometry.get(|| self.find_geometry())?;
        Ok(geometry.as_ref())
    }

    /// A sample of the embedded rows in the plane, and some of the rows `also` (ascending) beyond it; `None`
    /// when all rows are alike.
    ///
    /// # Errors
    /// As [`Evidence::vectors`].
    pub(crate) fn map(&self, also: &[usize]) -> Result<Rc<Option<Map>>, Unavailable> {
        self.answers.map.get(also.to_vec(), || {
            let embedded = self.vectors()?;
            let geometry = self.geometry()?;
            Ok(geometry.map(|geometry| Map::of(embedded, geometry, also)))
        })
    }

    fn find_geometry(&self) -> Result<Option<Geometry>, Unavailable> {
        let embedded = self.vectors()?;
        let mut order: Vec<usize> = (0..embedded.rows.len()).collect();
        order.shuffle(&mut Xoshiro256PlusPlus::seed_from_u64(self.seed()));
        let most = if embedded.vectors.dim > LONG.0 {
            LONG.1
        } else {
            LOOKED_AT
        };
        let rows = vectors_at(embedded, &order[..order.len().min(most)]);
        let Some(principal) = Principal::of(&rows, DIRECTIONS) else {
            return Ok(None);
        };
        let reference = self.reference().ok().flatten();
        let natural = reference.map(|sentences| {
            let rows = (0..sentences.rows()).map(|row| sentences.row(row));
            matrix(rows)
        });
        let beside = natural
            .as_ref()
            .and_then(|natural| self.spectrum_beside(embedded, natural));
        Ok(Some(Geometry {
            spectrum: Spectrum {
                rows: principal.shares.clone(),
                n: rows.nrows(),
                rank: effective_rank(&rows),
                beside,
            },
            cosines: cosines(&rows, natural.as_ref(), self.seed()),
            order,
            principal,
        }))
    }

    /// Rows beside as many sentences, where their ranks can be compared. Both ranks are those of
    /// [`Evidence::rank`].
    fn spectrum_beside(&self, embedded: &Embedded, natural: &Array2<f64>) -> Option<Beside> {
        let rank = self.rank().ok()?;
        let size = rank.rows.size;
        let mut mean = vec![0.0; size];
        for draw in 0..DRAWS {
            let mut places: Vec<usize> = (0..embedded.rows.len()).collect();
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(self.seed().wrapping_add(draw));
            let (drawn, _) = places.partial_shuffle(&mut rng, size);
            let shares = Principal::of(&vectors_at(embedded, drawn), 0)?.shares;
            for (sum, share) in mean.iter_mut().zip(shares) {
                *sum += share / DRAWS as f64;
            }
        }
        mean.retain(|&share| share > 0.0);
        Some(Beside {
            n: size,
            rows: mean,
            natural: Principal::of(natural, 0)?.shares,
            rank: (rank.rows.mean, rank.rows.interval),
            natural_rank: rank.natural,
        })
    }
}

impl Map {
    fn of(embedded: &Embedded, geometry: &Geometry, also: &[usize]) -> Self {
        let order = &geometry.order;
        let sampled = order.len().min(SAMPLED);
        let (sample, rest) = order.split_at(sampled);
        let more = rest
            .iter()
            .filter(|&&place| also.binary_search(&embedded.rows[place]).is_ok());
        let mut shown: Vec<usize> = sample.iter().chain(more.take(ASKED_FOR)).copied().collect();
        shown.sort_unstable();
        let placed = geometry.principal.place(&vectors_at(embedded, &shown));
        let near = neighbourhood(&placed, &placed);
        let points = shown
            .iter()
            .enumerate()
            .map(|(nth, &place)| {
                let at = placed.index_axis(Axis(0), nth);
                MapPoint {
                    row: embedded.rows[place],
                    at: [at[0], at.get(1).copied().unwrap_or(0.0)],
                    near: near.as_ref().map(|near| near[nth]),
                }
            })
            .collect();
        let shares = &geometry.principal.shares;
        let share = |nth: usize| shares.get(nth).copied().unwrap_or(0.0);
        Self {
            sampled,
            shares: [share(0), share(1)],
            neighbours: near.is_some(),
            points,
        }
    }
}

fn vectors_at(embedded: &Embedded, places: &[usize]) -> Array2<f64> {
    matrix(places.iter().map(|&place| embedded.vectors.row(place)))
}

fn cosines(rows: &Array2<f64>, natural: Option<&Array2<f64>>, seed: u64) -> Vec<PairCosines> {
    let mut all = Vec::new();
    for (vectors, natural) in [(Some(rows), false), (natural, true)] {
        let Some(vectors) = vectors else { continue };
        let found = [
            (Cosines::of(vectors, PAIRS, seed), false),
            (Cosines::centred(vectors, PAIRS, seed), true),
        ];
        for (found, centred) in found {
            all.extend(found.map(|cosines| PairCosines {
                natural,
                centred,
                cosines,
            }));
        }
    }
    all
}

//! Decision tree probes: one linfa tree serves every depth below its own.
//!
//! A greedy tree cut at depth d is the depth-d tree, so each minimum leaf is grown once, to the
//! greatest depth asked for, and read at every depth.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_trees::{DecisionTree, TreeNode};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

use super::{Configuration, Fitted, Lesson, Setting, largest};

/// Trains every tree in `grid`.
pub(super) fn fit(grid: &[Configuration], lesson: &Lesson) -> Vec<Fitted> {
    let wanted: Vec<(usize, Option<usize>, f64)> = grid
        .iter()
        .enumerate()
        .filter_map(|(at, configuration)| match configuration.setting {
            Setting::Tree { depth, leaf } => {
                Some((at, depth, matched_leaf(leaf, lesson.match_factor)))
            }
            _ => None,
        })
        .collect();
    let scaled = Scaled::new(lesson);
    distinct_leaves(wanted.iter().map(|&(_, _, leaf)| leaf))
        .into_par_iter()
        .flat_map_iter(|leaf| {
            let served: Vec<_> = wanted.iter().filter(|entry| entry.2 == leaf).collect();
            let depth = deepest(served.iter().map(|entry| entry.1));
            let grown = Grown::grow(
                &scaled.teach.view(),
                &lesson.labels,
                lesson.classes,
                depth,
                leaf,
            );
            served
                .into_iter()
                .map(|&(configuration, depth, _)| {
                    let tree = grown.cut(depth);
                    let answer = |exam: &Array2<f64>| {
                        exam.rows()
                            .into_iter()
                            .map(|row| tree.answer(&row))
                            .collect()
                    };
                    Fitted {
                        configuration,
                        predictions: scaled.exams.iter().map(answer).collect(),
                        probabilities: None,
                    }
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The minimum leaf on the sample that matches `leaf` on all rows, never below one row.
pub(super) fn matched_leaf(leaf: f64, match_factor: f64) -> f64 {
    (leaf / match_factor).round().max(1.0)
}

/// Each minimum leaf once, ascending.
pub(super) fn distinct_leaves(leaves: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut leaves: Vec<f64> = leaves.collect();
    leaves.sort_by(f64::total_cmp);
    leaves.dedup();
    leaves
}

/// The greatest of `depths`, where `None` has no bound.
pub(super) fn deepest(mut depths: impl Iterator<Item = Option<usize>>) -> Option<usize> {
    depths.try_fold(0, |deepest: usize, depth| Some(deepest.max(depth?)))
}

/// Features at unit scale.
///
/// linfa's trees treat values closer than 1e-5 as equal, and an embedding's whole spread may be
/// smaller than 0.01. Trees only see the order of values, so scaling changes nothing else; it also
/// makes the embedded and the standardised arm the same lesson for them.
pub(super) struct Scaled {
    pub teach: Array2<f64>,
    pub exams: Vec<Array2<f64>>,
}

impl Scaled {
    pub fn new(lesson: &Lesson) -> Self {
        let centre = lesson
            .teach
            .mean_axis(Axis(0))
            .unwrap_or_else(|| Array1::zeros(lesson.teach.ncols()));
        let spread = lesson
            .teach
            .std_axis(Axis(0), 0.0)
            .mapv(|s| if s > 0.0 { s } else { 1.0 });
        let scale = |features: &Array2<f64>| (features - &centre) / &spread;
        Self {
            teach: scale(&lesson.teach),
            exams: lesson.exams.iter().map(scale).collect(),
        }
    }
}

/// A grown tree as flat arrays, with the class shares of the rows that taught each node.
///
/// With more than two classes, linfa's trees sum class frequencies in the random order of a hash map
/// and differ from run to run. Trees of two classes are exact, so more classes are grown one against
/// the rest, a tree each, and the shares of all trees are compared.
pub(super) struct Grown {
    trees: Vec<Vec<Node>>,
    classes: usize,
}

#[derive(Clone, Copy)]
struct Node {
    feature: usize,
    threshold: f64,
    children: Option<(usize, usize)>,
    /// Share of the tree's class among the rows that taught this node.
    share: f64,
}

impl Grown {
    /// Grows on `features` (one row a taught row) down to `depth`, with at least `leaf` rows a leaf.
    pub fn grow(
        features: &ArrayView2<f64>,
        labels: &[u16],
        classes: usize,
        depth: Option<usize>,
        leaf: f64,
    ) -> Self {
        let sought: Vec<usize> = if classes == 2 {
            vec![1]
        } else {
            (0..classes).collect()
        };
        let trees = sought
            .into_par_iter()
            .map(|class| {
                let member: Vec<bool> = labels
                    .iter()
                    .map(|&label| usize::from(label) == class)
                    .collect();
                grow_binary(features, &member, depth, leaf)
            })
            .collect();
        Self { trees, classes }
    }

    /// The same tree as if it had been grown to `depth` only.
    pub fn cut(&self, depth: Option<usize>) -> Self {
        let cut = |tree: &Vec<Node>| {
            let mut nodes = Vec::with_capacity(tree.len());
            copy_down(tree, 0, depth, &mut nodes);
            nodes
        };
        Self {
            trees: self.trees.iter().map(cut).collect(),
            classes: self.classes,
        }
    }

    /// The same tree for rows that hold all features, of which `seen` lists those that it was grown on.
    pub fn reading(mut self, seen: &[usize]) -> Self {
        for node in self.trees.iter_mut().flatten() {
            node.feature = seen[node.feature];
        }
        self
    }

    /// The class that `row` is taken for.
    pub fn answer(&self, row: &ArrayView1<f64>) -> u16 {
        if self.classes == 2 {
            u16::from(share_of(&self.trees[0], row) > 0.5)
        } else {
            largest(self.trees.iter().map(|tree| share_of(tree, row)))
        }
    }

    /// Adds the share of each class in the leaf where `row` ends to `votes`.
    pub fn vote(&self, row: &ArrayView1<f64>, votes: &mut [f32]) {
        if let ([tree], [no, yes]) = (&self.trees[..], &mut *votes) {
            let share = share_of(tree, row) as f32;
            *no += 1.0 - share;
            *yes += share;
        } else {
            for (vote, tree) in votes.iter_mut().zip(&self.trees) {
                *vote += share_of(tree, row) as f32;
            }
        }
    }
}

/// The share of the tree's class in the leaf where `row` ends.
fn share_of(tree: &[Node], row: &ArrayView1<f64>) -> f64 {
    let mut at = 0;
    while let Some((left, right)) = tree[at].children {
        at = if row[tree[at].feature] <= tree[at].threshold {
            left
        } else {
            right
        };
    }
    tree[at].share
}

fn grow_binary(
    features: &ArrayView2<f64>,
    member: &[bool],
    depth: Option<usize>,
    leaf: f64,
) -> Vec<Node> {
    let everywhere: Vec<usize> = (0..member.len()).collect();
    let alone = |rows: &[usize]| Node {
        feature: 0,
        threshold: 0.0,
        children: None,
        share: share(member, rows),
    };
    // A tree of one class has nothing to split, and linfa asks for two.
    if member.iter().all(|&is| is) || member.iter().all(|&is| !is) {
        return vec![alone(&everywhere)];
    }
    // A weight a little above one breaks ties between the classes the same way in every run; it is a
    // power of two, so that sums stay exact.
    let weights = member
        .iter()
        .map(|&is| if is { 1.0 + 1.0 / 4096.0 } else { 1.0 })
        .collect::<Vec<f32>>();
    let dataset = DatasetBase::new(features.view(), Array1::from(member.to_vec()))
        .with_weights(Array1::from(weights));
    let grown = DecisionTree::params()
        .max_depth(depth)
        .min_weight_leaf(leaf as f32)
        .min_weight_split((2.0 * leaf) as f32)
        .fit(&dataset);
    let mut nodes = Vec::new();
    match grown {
        Ok(tree) => {
            flatten(tree.root_node(), features, member, &everywhere, &mut nodes);
        }
        // linfa refuses only parameters that the grid doesn't hold; a tree that wasn't grown says the
        // shares of its rows.
        Err(_) => nodes.push(alone(&everywhere)),
    }
    nodes
}

/// Appends `node` and all below it to `nodes`; returns its place.
fn flatten(
    node: &TreeNode<f64, bool>,
    features: &ArrayView2<f64>,
    member: &[bool],
    rows: &[usize],
    nodes: &mut Vec<Node>,
) -> usize {
    let at = nodes.len();
    let (feature, threshold, _) = node.split();
    nodes.push(Node {
        feature,
        threshold,
        children: None,
        share: share(member, rows),
    });
    if let [Some(left), Some(right)] = node.children()[..] {
        let (low, high): (Vec<usize>, Vec<usize>) = rows
            .iter()
            .partition(|&&row| features[[row, feature]] <= threshold);
        let left = flatten(left, features, member, &low, nodes);
        let right = flatten(right, features, member, &high, nodes);
        nodes[at].children = Some((left, right));
    }
    at
}

/// Appends the node `at` of `tree` and `depth` levels below it to `nodes`; returns its place.
///
/// Leaves of one parent that say the same are merged, as linfa does after growing.
fn copy_down(tree: &[Node], at: usize, depth: Option<usize>, nodes: &mut Vec<Node>) -> usize {
    let place = nodes.len();
    nodes.push(Node {
        children: None,
        ..tree[at]
    });
    if let (Some((left, right)), true) = (tree[at].children, depth != Some(0)) {
        let below = depth.map(|depth| depth - 1);
        let left = copy_down(tree, left, below, nodes);
        let right = copy_down(tree, right, below, nodes);
        let says = |node: &Node| node.children.is_none().then_some(node.share >= 0.5);
        if says(&nodes[left]).is_some() && says(&nodes[left]) == says(&nodes[right]) {
            nodes.truncate(place + 1);
        } else {
            nodes[place].children = Some((left, right));
        }
    }
    place
}

fn share(member: &[bool], rows: &[usize]) -> f64 {
    rows.iter().filter(|&&row| member[row]).count() as f64 / rows.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    use super::super::{Profile, grid};
    use super::*;

    fn lesson(classes: usize) -> Lesson {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(2);
        let mut draw =
            |rows: usize| Array2::from_shape_fn((rows, 6), |_| 0.9 + 0.001 * rng.r#gen::<f64>());
        let (teach, exam) = (draw(400), draw(300));
        let labels = teach
            .rows()
            .into_iter()
            .map(|row| {
                ((((row[0] - 0.9) + (row[1] - 0.9) * (row[2] - 0.9) * 1000.0) * 600.0) as u16)
                    % classes as u16
            })
            .collect();
        Lesson {
            teach,
            labels,
            classes,
            exams: vec![exam],
            match_factor: 1.0,
        }
    }

    #[test]
    fn one_fit_serves_every_depth_as_a_fit_of_its_own_would() {
        for classes in [2, 3] {
            let lesson = lesson(classes);
            let grid = grid(Profile::Standard);
            for together in fit(&grid, &lesson) {
                let alone = fit(
                    &grid[together.configuration..=together.configuration],
                    &lesson,
                );
                assert_eq!(
                    together.predictions, alone[0].predictions,
                    "{:?}",
                    grid[together.configuration]
                );
            }
        }
    }

    #[test]
    fn the_same_lesson_gives_the_same_trees() {
        let lesson = lesson(3);
        assert_eq!(
            fit(&grid(Profile::Standard), &lesson),
            fit(&grid(Profile::Standard), &lesson)
        );
    }

    #[test]
    fn a_tree_learns_what_it_can_see_at_any_scale() {
        let lesson = lesson(2);
        let exam = Lesson {
            exams: vec![lesson.teach.clone()],
            ..lesson
        };
        let grid = grid(Profile::Standard);
        let default = grid
            .iter()
            .position(|c| c.default && matches!(c.setting, Setting::Tree { .. }));
        let fitted = fit(&grid, &exam);
        let answer = fitted
            .iter()
            .find(|answer| Some(answer.configuration) == default)
            .expect("the default tree");
        assert_eq!(answer.predictions[0], exam.labels);
    }
}

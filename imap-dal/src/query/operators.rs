//! The operators of columns: each builds a node of the tree; what it means is in `evaluate`, what is sent in `plan`.

use super::{Assignment, Expr, IntoOperand, Node, Operand, Operator, Ordering, UsableIn, Verb};
use crate::{
    Column,
    kind::{Assignable, Collection, Equatable, Extendable, Kind, Optional, Ordered, Searchable, Sortable, Textual},
};
use jiff::{civil::Date, tz::TimeZone};

#[allow(clippy::should_implement_trait)] // `add` adds a keyword
// Written out: rustc quotes a `macro_rules!` that makes methods into users' errors.
impl<M, K: Kind> Column<M, K> {
    fn test(self, operator: Operator, operands: impl IntoIterator<Item = Operand>) -> Expr<M> {
        Expr::new(Node::Test { key: self.key(), operator, operands: operands.into_iter().collect() })
    }
    /// Equal.
    pub fn eq<V: IntoOperand<<K as Equatable>::Operand>>(self, value: V) -> Expr<M>
    where
        K: Equatable,
    {
        self.test(Operator::Equal, [value.into_operand()])
    }
    /// Not equal; true for a missing value.
    pub fn ne<V: IntoOperand<<K as Equatable>::Operand>>(self, value: V) -> Expr<M>
    where
        K: Equatable,
    {
        self.test(Operator::NotEqual, [value.into_operand()])
    }
    /// Less, or before.
    pub fn lt<V: IntoOperand<<K as Ordered>::Operand>>(self, value: V) -> Expr<M>
    where
        K: Ordered,
    {
        self.test(Operator::Less, [value.into_operand()])
    }
    /// Less or equal, or not after.
    pub fn le<V: IntoOperand<<K as Ordered>::Operand>>(self, value: V) -> Expr<M>
    where
        K: Ordered,
    {
        self.test(Operator::LessOrEqual, [value.into_operand()])
    }
    /// Greater, or after.
    pub fn gt<V: IntoOperand<<K as Ordered>::Operand>>(self, value: V) -> Expr<M>
    where
        K: Ordered,
    {
        self.test(Operator::Greater, [value.into_operand()])
    }
    /// Greater or equal, or not before.
    pub fn ge<V: IntoOperand<<K as Ordered>::Operand>>(self, value: V) -> Expr<M>
    where
        K: Ordered,
    {
        self.test(Operator::GreaterOrEqual, [value.into_operand()])
    }
    /// Contains.
    pub fn contains<V: IntoOperand<<K as Searchable>::Operand>>(self, value: V) -> Expr<M>
    where
        K: Searchable,
    {
        self.test(Operator::Contains, [value.into_operand()])
    }
    /// Starts with.
    pub fn starts_with<V: IntoOperand<<K as Textual>::Operand>>(self, value: V) -> Expr<M>
    where
        K: Textual,
    {
        self.test(Operator::StartsWith, [value.into_operand()])
    }
    /// Ends with.
    pub fn ends_with<V: IntoOperand<<K as Textual>::Operand>>(self, value: V) -> Expr<M>
    where
        K: Textual,
    {
        self.test(Operator::EndsWith, [value.into_operand()])
    }
    /// Matches a pattern of `%` and `_`.
    pub fn like<V: IntoOperand<<K as Textual>::Operand>>(self, value: V) -> Expr<M>
    where
        K: Textual,
    {
        self.test(Operator::Like, [value.into_operand()])
    }
    /// `like`, ignoring case.
    pub fn ilike<V: IntoOperand<<K as Textual>::Operand>>(self, value: V) -> Expr<M>
    where
        K: Textual,
    {
        self.test(Operator::LikeIgnoringCase, [value.into_operand()])
    }
    /// Matches a regular expression.
    pub fn matches<V: IntoOperand<<K as Textual>::Operand>>(self, value: V) -> Expr<M>
    where
        K: Textual,
    {
        self.test(Operator::Matches, [value.into_operand()])
    }
    /// From `low` to `high`, both included.
    pub fn between<A: IntoOperand<<K as Ordered>::Operand>, B: IntoOperand<<K as Ordered>::Operand>>(
        self,
        low: A,
        high: B,
    ) -> Expr<M>
    where
        K: Ordered,
    {
        self.test(Operator::Between, [low.into_operand(), high.into_operand()])
    }
    /// From midnight to midnight in `zone`.
    pub fn on(self, day: Date, zone: &TimeZone) -> Expr<M>
    where
        K: Ordered,
        Date: IntoOperand<<K as Ordered>::Operand>,
    {
        self.test(Operator::On, [Operand::DayIn(day, zone.clone())])
    }
    /// Equal to one of `values`; to none of no values.
    pub fn is_in<V: IntoOperand<<K as Equatable>::Operand>>(self, values: impl IntoIterator<Item = V>) -> Expr<M>
    where
        K: Equatable,
    {
        self.test(Operator::IsIn, values.into_iter().map(V::into_operand))
    }
    /// The message lacks it.
    pub fn is_none(self) -> Expr<M>
    where
        K: Optional,
    {
        self.test(Operator::IsNone, [])
    }
    /// The message has it.
    pub fn is_some(self) -> Expr<M>
    where
        K: Optional,
    {
        self.test(Operator::IsSome, [])
    }
    /// The list has no element.
    pub fn is_empty(self) -> Expr<M>
    where
        K: Collection,
    {
        self.test(Operator::IsEmpty, [])
    }
    /// Some element satisfies `condition`.
    pub fn any<N: UsableIn<K::Element>>(self, condition: Expr<N>) -> Expr<M>
    where
        K: Collection,
    {
        Expr::new(Node::Any { key: self.key(), condition: Box::new(condition.into_node()) })
    }
    /// Changes the flag.
    pub fn set<V: IntoOperand<<K as Assignable>::Operand>>(self, value: V) -> Assignment<M>
    where
        K: Assignable,
    {
        Assignment::new(self.key(), Verb::Set, value.into_operand())
    }
    /// Adds a keyword.
    pub fn add<V: IntoOperand<<K as Extendable>::Operand>>(self, value: V) -> Assignment<M>
    where
        K: Extendable,
    {
        Assignment::new(self.key(), Verb::Add, value.into_operand())
    }
    /// Removes a keyword.
    pub fn remove<V: IntoOperand<<K as Extendable>::Operand>>(self, value: V) -> Assignment<M>
    where
        K: Extendable,
    {
        Assignment::new(self.key(), Verb::Remove, value.into_operand())
    }
    /// Ascending.
    pub fn asc(self) -> Ordering<M>
    where
        K: Sortable,
    {
        Ordering::new(self.key(), false)
    }
    /// Descending.
    pub fn desc(self) -> Ordering<M>
    where
        K: Sortable,
    {
        Ordering::new(self.key(), true)
    }
}

//! A statement of SQL as what is to be done. Every part that the parser may find is taken apart by name, without `..`:
//! what is new in the parser's tree does not compile here until it is lowered or refused.

use super::{
    advice, call,
    column::Named,
    condition::{column, condition},
    literal::Literal,
    refused, shown,
};
use crate::{failure::Failure, role, suggest};
use imap_dal::{AnyMailbox, Assignment, Expr, IntoMailbox, MailboxName, Ordering};
use sqlparser::{
    ast::{
        self, AssignmentTarget, Distinct, Expr as Sql, FromTable, Function, FunctionArg, FunctionArgExpr,
        FunctionArguments, GroupByExpr, LimitClause, ObjectName, ObjectNamePart, Offset, OffsetRows, OrderBy,
        OrderByExpr, OrderByKind, OrderByOptions, OrderBySort, SelectFlavor, SelectItem, SetExpr, TableFactor,
        TableFunctionArgs, TableWithJoins, WildcardAdditionalOptions,
    },
    dialect::GenericDialect,
    parser::Parser,
};

/// No shell passes more; what is parsed is bounded by it.
const LONGEST: usize = 100_000;

/// What a statement asks.
pub(super) struct Statement {
    pub(super) verb: Verb,
    pub(super) mailbox: MailboxName,
    /// None without WHERE.
    pub(super) condition: Option<Expr<AnyMailbox>>,
    pub(super) order: Vec<Ordering<AnyMailbox>>,
    pub(super) limit: Option<u64>,
    pub(super) offset: u64,
}

pub(super) enum Verb {
    /// The columns, under their headings.
    Select(Vec<(String, Named<AnyMailbox>)>),
    /// `count(*)`, under its heading.
    Count(String),
    Update(Vec<Assignment<AnyMailbox>>),
    Delete,
}

/// Reads one statement.
///
/// # Errors
/// What is not SQL, and what of SQL is not supported, by name.
pub(super) fn parse(statement: &str) -> Result<Statement, Failure> {
    if statement.len() > LONGEST {
        return Err(Failure::usage(format!("the statement is longer than {LONGEST} octets"))
            .next("run several, each for some of the messages"));
    }
    let parsed =
        Parser::new(&GenericDialect {}).try_with_sql(statement).and_then(|mut parser| parser.parse_statements());
    let statements = parsed.map_err(|error| {
        let text = error.to_string();
        let text = text.strip_prefix("sql parser error: ").unwrap_or(&text);
        // Tokens as the parser holds them are nothing for people.
        let operator =
            text.strip_prefix("No infix parser").and_then(|rest| rest.split("value: \"").nth(1)?.split('"').next());
        let said = operator.map_or_else(|| text.to_owned(), |operator| format!("there is no operator {operator}"));
        Failure::usage(format!("this is not SQL: {}", imap_dal::display::shortened(&said, 300)))
            .next(advice::on_syntax(statement, text))
    })?;
    match <[ast::Statement; 1]>::try_from(statements) {
        Ok([statement]) => lower(statement),
        Err(statements) if statements.is_empty() => {
            Err(Failure::usage("there is no statement").next("`imap-dal sql --help` has examples"))
        }
        Err(_) => Err(refused("more than one statement").next("run them one by one")),
    }
}

fn lower(statement: ast::Statement) -> Result<Statement, Failure> {
    match statement {
        ast::Statement::Query(query) => select(*query),
        ast::Statement::Update(update) => self::update(update),
        ast::Statement::Delete(delete) => self::delete(delete),
        other => {
            let text = other.to_string();
            let word = text.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
            Err(refused(format!("the statement {word}")).next(advice::on_statement(&word)))
        }
    }
}

/// Refuses what is there, by the name SQL has for it.
fn absent(name: &str, is_absent: bool) -> Result<(), Failure> {
    if is_absent { Ok(()) } else { Err(refused(name).next(advice::on_clause(name))) }
}

fn select(query: ast::Query) -> Result<Statement, Failure> {
    let ast::Query {
        with,
        body,
        order_by,
        limit_clause,
        fetch,
        locks,
        for_clause,
        settings,
        format_clause,
        pipe_operators,
    } = query;
    absent("WITH", with.is_none())?;
    let select = match *body {
        SetExpr::Select(select) => *select,
        SetExpr::SetOperation { op, .. } => {
            return Err(refused(op.to_string()).next("run the queries one by one"));
        }
        SetExpr::Query(_) => return Err(refused("a query in parentheses").next("leave them out")),
        other => return Err(refused(format!("`{}` as a query", shown(&other)))),
    };
    let ast::Select {
        select_token: _,
        optimizer_hints,
        distinct,
        select_modifiers,
        top,
        top_before_distinct: _, // Says where TOP stood, which is refused.
        projection,
        exclude,
        into,
        from,
        lateral_views,
        prewhere,
        selection,
        connect_by,
        group_by,
        cluster_by,
        distribute_by,
        sort_by,
        having,
        named_window,
        qualify,
        window_before_qualify: _, // Says where QUALIFY stood, which is refused.
        value_table_mode,
        flavor,
    } = select;
    absent("an optimizer hint", optimizer_hints.is_empty())?;
    absent("DISTINCT", matches!(distinct, None | Some(Distinct::All)))?;
    absent("a modifier of SELECT", select_modifiers.is_none())?;
    if top.is_some() {
        return Err(refused("TOP").next("write LIMIT at the end"));
    }
    absent("EXCLUDE", exclude.is_none())?;
    absent("INTO", into.is_none())?;
    absent("LATERAL VIEW", lateral_views.is_empty())?;
    absent("PREWHERE", prewhere.is_none())?;
    absent("CONNECT BY", connect_by.is_empty())?;
    let has_groups = match group_by {
        GroupByExpr::All(_) => true,
        GroupByExpr::Expressions(keys, modifiers) => !keys.is_empty() || !modifiers.is_empty(),
    };
    absent("GROUP BY", !has_groups)?;
    absent("CLUSTER BY", cluster_by.is_empty())?;
    absent("DISTRIBUTE BY", distribute_by.is_empty())?;
    absent("SORT BY", sort_by.is_empty())?;
    absent("HAVING", having.is_none())?;
    absent("WINDOW", named_window.is_empty())?;
    absent("QUALIFY", qualify.is_none())?;
    absent("SELECT AS", value_table_mode.is_none())?;
    absent("FROM before SELECT", flavor == SelectFlavor::Standard)?;
    if fetch.is_some() {
        return Err(refused("FETCH").next("write LIMIT"));
    }
    absent("FOR UPDATE", locks.is_empty())?;
    absent("FOR", for_clause.is_none())?;
    absent("SETTINGS", settings.is_none())?;
    absent("FORMAT", format_clause.is_none())?;
    absent("|>", pipe_operators.is_empty())?;
    let (limit, offset) = window(limit_clause)?;
    let order = match order_by {
        None => Vec::new(),
        Some(OrderBy { kind: OrderByKind::Expressions(keys), interpolate: None }) => ordering(keys)?,
        Some(other) => return Err(refused(format!("`{}`", shown(&other)))),
    };
    let verb = self::projection(projection)?;
    if matches!(verb, Verb::Count(_)) && (limit.is_some() || offset > 0 || !order.is_empty()) {
        return Err(refused("ORDER BY, LIMIT and OFFSET with count(*)").next("a count is one row: leave them out"));
    }
    Ok(Statement { verb, mailbox: source(from)?, condition: filter(selection)?, order, limit, offset })
}

fn update(update: ast::Update) -> Result<Statement, Failure> {
    let ast::Update {
        update_token: _,
        optimizer_hints,
        table,
        assignments,
        from,
        selection,
        returning,
        output,
        or,
        order_by,
        limit,
    } = update;
    absent("an optimizer hint", optimizer_hints.is_empty())?;
    absent("UPDATE .. FROM", from.is_none())?;
    absent("RETURNING", returning.is_none())?;
    absent("OUTPUT", output.is_none())?;
    absent("UPDATE OR", or.is_none())?;
    let changes = assignments.into_iter().map(|assignment| {
        let ast::Assignment { target, value } = assignment;
        let AssignmentTarget::ColumnName(name) = target else {
            return Err(refused("a tuple of columns in SET").next("write SET seen = true, flagged = false"));
        };
        let parts = parts(&name)?;
        Named::find(&parts.iter().map(|part| part.value.as_str()).collect::<Vec<_>>())?.set(&Literal::of(&value)?)
    });
    Ok(Statement {
        verb: Verb::Update(changes.collect::<Result<_, _>>()?),
        mailbox: source(vec![table])?,
        condition: filter(selection)?,
        order: ordering(order_by)?,
        limit: limit.as_ref().map(|limit| count("LIMIT", limit)).transpose()?,
        offset: 0,
    })
}

fn delete(delete: ast::Delete) -> Result<Statement, Failure> {
    let ast::Delete {
        delete_token: _,
        optimizer_hints,
        tables,
        from,
        using,
        selection,
        returning,
        output,
        order_by,
        limit,
    } = delete;
    absent("an optimizer hint", optimizer_hints.is_empty())?;
    absent("a list of tables before FROM", tables.is_empty())?;
    absent("USING", using.is_none())?;
    absent("RETURNING", returning.is_none())?;
    absent("OUTPUT", output.is_none())?;
    let from = match from {
        FromTable::WithFromKeyword(from) => from,
        FromTable::WithoutKeyword(_) => {
            return Err(refused("DELETE without FROM").next("write DELETE FROM INBOX WHERE .."));
        }
    };
    Ok(Statement {
        verb: Verb::Delete,
        mailbox: source(from)?,
        condition: filter(selection)?,
        order: ordering(order_by)?,
        limit: limit.as_ref().map(|limit| count("LIMIT", limit)).transpose()?,
        offset: 0,
    })
}

fn filter(selection: Option<Sql>) -> Result<Option<Expr<AnyMailbox>>, Failure> {
    selection.as_ref().map(condition).transpose()
}

fn projection(items: Vec<SelectItem>) -> Result<Verb, Failure> {
    let single = items.len() == 1;
    let mut columns: Vec<(String, Named<AnyMailbox>)> = Vec::new();
    for item in items {
        let (expr, alias) = match item {
            SelectItem::UnnamedExpr(expr) => (expr, None),
            SelectItem::ExprWithAlias { expr, alias } => (expr, Some(alias.value)),
            SelectItem::Wildcard(WildcardAdditionalOptions {
                wildcard_token: _,
                opt_ilike: None,
                opt_exclude: None,
                opt_except: None,
                opt_replace: None,
                opt_rename: None,
                opt_alias: None,
            }) => {
                columns.extend(Named::all().into_iter().map(|named| (named.heading.clone(), named)));
                continue;
            }
            other => return Err(refused(format!("`{}`", shown(&other)))),
        };
        if let Sql::Function(function) = &expr {
            if !is_count(function) {
                return Err(refused(format!("the function {} in SELECT", shown(&function.name)))
                    .next(advice::on_selected(&function.name.to_string())));
            }
            if !single {
                return Err(refused("count(*) beside columns").next("without GROUP BY a count stands alone"));
            }
            return Ok(Verb::Count(alias.unwrap_or_else(|| "count".to_owned())));
        }
        let named = column(&expr)?;
        // What cannot be read is told before anything is sent.
        named.projection()?;
        if let Some(alias) = alias.as_deref().filter(|alias| named.is_another(alias)) {
            return Err(Failure::usage(format!(
                "`{0} {alias}` calls column {0} `{alias}`, which is another",
                named.name
            ))
            .next("write a comma between them, or another name after AS"));
        }
        columns.push((alias.unwrap_or_else(|| named.heading.clone()), named));
    }
    for (index, (heading, _)) in columns.iter().enumerate() {
        if columns.iter().take(index).any(|(other, _)| other == heading) {
            let heading = imap_dal::display::shortened(heading, 60);
            return Err(Failure::usage(format!("two columns are called `{heading}`")).next("name one of them with AS"));
        }
    }
    if columns.is_empty() {
        return Err(Failure::usage("this SELECT names no column").next(advice::FROM));
    }
    Ok(Verb::Select(columns))
}

fn is_count(function: &Function) -> bool {
    let FunctionArguments::List(list) = &function.args else { return false };
    function.name.to_string().eq_ignore_ascii_case("count")
        && super::is_bare(function)
        && list.duplicate_treatment.is_none()
        && list.clauses.is_empty()
        && matches!(list.args.as_slice(), [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)])
}

/// The one mailbox.
fn source(from: Vec<TableWithJoins>) -> Result<MailboxName, Failure> {
    let Ok([TableWithJoins { relation, joins }]) = <[_; 1]>::try_from(from) else {
        return Err(refused("anything but one mailbox in FROM").next("run the statement once for each"));
    };
    absent("JOIN", joins.is_empty())?;
    let (name, args) = match relation {
        TableFactor::Table {
            name,
            alias,
            args,
            with_hints,
            version,
            with_ordinality,
            partitions,
            json_path,
            sample,
            index_hints,
        } => {
            if let Some(alias) = alias {
                // `SELECT uid, from FROM INBOX` ends its columns at the comma.
                let is_column = name.to_string().eq_ignore_ascii_case("from");
                let next = if is_column { advice::FROM } else { advice::SPACES };
                return Err(refused(format!("`{}` after the mailbox", shown(&alias))).next(next));
            }
            absent("WITH after the mailbox", with_hints.is_empty())?;
            absent("a version of the mailbox", version.is_none())?;
            absent("WITH ORDINALITY", !with_ordinality)?;
            absent("PARTITION", partitions.is_empty())?;
            absent("a path after the mailbox", json_path.is_none())?;
            absent("TABLESAMPLE", sample.is_none())?;
            absent("an index hint", index_hints.is_empty())?;
            (name, args)
        }
        TableFactor::Derived { .. } => return Err(refused("a subquery in FROM").next("name a mailbox")),
        other => return Err(refused(format!("`{}` in FROM", shown(&other))).next("name a mailbox")),
    };
    let parts = parts(&name)?;
    if let Some(args) = args {
        let TableFunctionArgs { args, settings } = args;
        absent("SETTINGS", settings.is_none())?;
        if !matches!(parts.as_slice(), [name] if name.value.eq_ignore_ascii_case("role")) {
            return Err(refused(format!("the function {} in FROM", shown(&name))).next("write role('Sent')"));
        }
        return match call::plain(&args)?.as_slice() {
            [Sql::Identifier(role)] => self::role(&role.value),
            [role] => self::role(Literal::of(role)?.text("role")?),
            _ => Err(refused("role without one name").next("write role('Sent')")),
        };
    }
    match parts.as_slice() {
        [name] => Ok(name.value.as_str().into_mailbox()),
        // Without quotes a dot is one: INBOX.Sent is a name.
        parts if parts.iter().all(|part| part.quote_style.is_none()) => Ok(name.to_string().into_mailbox()),
        _ => Err(refused(format!("the name {}", shown(&name))).next("put the quotes around all of it: \"a.b\"")),
    }
}

fn role(word: &str) -> Result<MailboxName, Failure> {
    role::named(word).map(IntoMailbox::into_mailbox).ok_or_else(|| {
        let names = role::ROLES.map(|role| role.to_string());
        let hint = suggest::hint(word, names.iter().map(String::as_str));
        let word = imap_dal::display::shortened(word, 60);
        Failure::usage(format!("no role is called `{word}`{hint}")).next(format!("the roles are {}", names.join(", ")))
    })
}

fn parts(name: &ObjectName) -> Result<Vec<&ast::Ident>, Failure> {
    let parts = name.0.iter().map(|part| match part {
        ObjectNamePart::Identifier(part) => Ok(part),
        ObjectNamePart::Function(_) => Err(refused(format!("the name {}", shown(name)))),
    });
    parts.collect()
}

fn ordering(keys: Vec<OrderByExpr>) -> Result<Vec<Ordering<AnyMailbox>>, Failure> {
    let keys = keys.into_iter().map(|key| {
        let OrderByExpr { expr, options: OrderByOptions { sort, nulls_first }, with_fill } = key;
        if nulls_first.is_some() {
            return Err(refused("NULLS FIRST and NULLS LAST").next("what is missing comes first, with DESC last"));
        }
        absent("WITH FILL", with_fill.is_none())?;
        let descending = match sort {
            None | Some(OrderBySort::Asc) => false,
            Some(OrderBySort::Desc) => true,
            Some(OrderBySort::Using(_)) => return Err(refused("ORDER BY .. USING")),
        };
        column(&expr)?.order(descending)
    });
    keys.collect()
}

fn window(clause: Option<LimitClause>) -> Result<(Option<u64>, u64), Failure> {
    match clause {
        None => Ok((None, 0)),
        Some(LimitClause::LimitOffset { limit, offset, limit_by }) => {
            absent("LIMIT .. BY", limit_by.is_empty())?;
            let limit = limit.as_ref().map(|limit| count("LIMIT", limit)).transpose()?;
            let offset = match offset {
                None => 0,
                Some(Offset { value, rows: OffsetRows::None }) => count("OFFSET", &value)?,
                Some(_) => return Err(refused("OFFSET .. ROWS").next("write OFFSET and the number alone")),
            };
            Ok((limit, offset))
        }
        Some(LimitClause::OffsetCommaLimit { .. }) => {
            Err(refused("LIMIT with two numbers").next("write LIMIT 10 OFFSET 20"))
        }
    }
}

fn count(clause: &str, value: &Sql) -> Result<u64, Failure> {
    Literal::of(value)?.number(clause)
}

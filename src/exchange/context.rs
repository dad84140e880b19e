//! What the steps of an exchange share. This file knows none of them.
//!
//! An [`Exchange`] owns what a request needs from beginning to end. Between two waits it is worked on by synchronous
//! steps: each gets a [`Context`], which adds the step's view of the space; those that make a response get a
//! [`Responding`], which adds what answers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::budget::Budget;
use crate::memory::{Reserve, Share, Shortage};
use crate::message::Request;
use crate::message::response::{Conditions, ResponseDraft};
use crate::routing::CrudOperation;
use crate::runtime::recordings::Recording;
use crate::runtime::upstream::Upstream;
use crate::runtime::{
    CompiledEnvironment, CompiledResponse, CompiledRoute, EnvironmentHandle, Generation, Outcome, Space, Transaction,
};
use crate::state::part::StateParts;
use crate::state::{Step, space};
use crate::steering::Item;
use crate::template::RenderContext;
use crate::traces::{Seed, Started, TraceId, TraceText, context};

/// What an exchange that waits takes of the memory (bytes) beside its request.
const WAITING: usize = 4 << 10;
/// What a byte of its head takes: it may be a part of the buffer that it was read into.
const PER_BYTE: usize = 2;
/// A head of more bytes has no part in the reserve when it waits.
const USUAL_HEAD: usize = 8 << 10;

const NANOS_IN_MILLI: u64 = 1_000_000;

/// One request on its way to an answer.
pub struct Exchange {
    /// The environment.
    pub handle: Arc<EnvironmentHandle>,
    /// The generation that answers, from beginning to end.
    pub generation: Arc<Generation>,
    /// The space that it reads and changes.
    pub space: Arc<Space>,
    /// The request.
    pub request: Request,
    /// What it may cost. Each synchronous step that may charge something enters it.
    pub budget: Budget,
    /// When it was received.
    pub began: Instant,
    /// Its body's share of the memory, if it is large.
    pub share: Option<Share>,
    /// Its entry in the journal, if it is there already.
    pub entry: Option<Arc<Transaction>>,
    /// The number of the request on its route, where the choice hangs on it; else 0.
    pub number: u64,
    /// What its span is made of, where traces are exported.
    pub trace: Option<Seed>,
    /// The recording to whose target it is passed on.
    pub(crate) target: Option<Arc<Recording>>,
    /// What it looks at of a space that rests in a store.
    pub parts: StateParts,
    /// Stubs and the like that it used, where replicas count uses together.
    pub claims: Vec<Arc<dyn Item + Send + Sync>>,
}

/// What routing decided.
#[derive(Debug, Clone, Copy)]
pub struct Decision {
    /// Position of the route in the compiled environment.
    pub route: usize,
    /// Position of the response in the route.
    pub response: usize,
    /// The operation, on a CRUD route.
    pub crud: Option<CrudOperation>,
    /// How the response was chosen.
    pub outcome: Outcome,
}

/// A moment of an exchange.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Nanoseconds since the epoch.
    pub at_ns: u64,
    /// Milliseconds since the epoch.
    pub at_ms: u64,
    /// How long the exchange has been under way.
    pub took: Duration,
}

impl Moment {
    /// When the exchange began, in milliseconds since the epoch.
    pub fn began_ms(&self) -> u64 {
        self.at_ms.saturating_sub(u64::try_from(self.took.as_millis()).unwrap_or(0))
    }
}

impl Exchange {
    /// A request that has just been received.
    #[inline]
    pub fn new(
        handle: &Arc<EnvironmentHandle>,
        generation: Arc<Generation>,
        space: Arc<Space>,
        request: Request,
        began: Instant,
    ) -> Self {
        let trace = handle.shared.options.tracer.as_ref().map(|tracer| tracer.seed());
        Self {
            handle: Arc::clone(handle),
            generation,
            space,
            request,
            budget: handle.shared.options.request_budget(),
            began,
            share: None,
            entry: None,
            number: 0,
            trace,
            target: None,
            parts: StateParts::default(),
            claims: Vec::new(),
        }
    }

    /// Takes memory for itself and its values while it waits: a client may leave, and begin another one.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn hold_while_it_waits(&mut self) -> Result<(), Shortage> {
        let memory = &self.handle.shared.options.memory;
        let head = self.request.head_bytes();
        let weight = WAITING + PER_BYTE * head + self.budget.unshared();
        let share = self.share.get_or_insert_with(|| memory.share());
        if head <= USUAL_HEAD { share.grow(weight) } else { share.grow_within(weight, Reserve::None) }
    }

    /// Where it is passed on to when no route answers, or whether or not one does.
    pub(super) fn upstream(&self) -> Option<&Upstream> {
        match self.target.as_deref().and_then(|recording| recording.wanted.target.as_ref()) {
            Some(target) => Some(&target.upstream),
            None => self.compiled().upstream.as_ref(),
        }
    }

    /// Notes that something was used, of which replicas are told.
    pub fn claimed(&mut self, item: Arc<dyn Item + Send + Sync>) {
        if self.space.state.remote().is_some() {
            self.claims.push(item);
        }
    }

    /// What serves.
    pub fn compiled(&self) -> &CompiledEnvironment {
        &self.generation.compiled
    }

    /// The context of a step.
    pub fn context<'a>(&'a self, step: &'a Step<'a>) -> Context<'a> {
        Context { exchange: self, step }
    }

    /// What `res.send` looks at in the request.
    pub fn conditions(&self) -> Conditions<'_> {
        let method = self.request.http_method();
        Conditions {
            safe: *method == http::Method::GET || *method == http::Method::HEAD,
            headers: self.request.header_map(),
        }
    }

    /// The id of the trace that it belongs to: the caller's, else ours.
    pub(super) fn trace_id(&self) -> Option<TraceText<'_>> {
        let given = self.request.traced_headers().and_then(context::trace_id).map(TraceText::Given);
        given.or_else(|| Some(self.own_trace_id()?.into()))
    }

    /// The id of the trace that began with it.
    #[inline]
    pub(super) fn own_trace_id(&self) -> Option<TraceId> {
        let seed = self.trace?;
        self.handle.shared.options.tracer.as_ref()?.own_trace_id(seed, self.request.traced_headers())
    }

    /// Its span, where traces are exported.
    pub(super) fn span(&self) -> Option<Started> {
        let seed = self.trace?;
        Some(self.handle.shared.options.tracer.as_ref()?.started(seed, self.request.traced_headers(), self.began))
    }

    /// This moment, as the exchange is recorded with it.
    pub fn now(&self) -> Moment {
        let at_ns = space::now_nanos();
        Moment { at_ns, at_ms: at_ns / NANOS_IN_MILLI, took: self.began.elapsed() }
    }
}

/// What every step of one request gets.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The exchange.
    pub exchange: &'a Exchange,
    /// The step's reads and writes.
    pub step: &'a Step<'a>,
}

impl<'a> Context<'a> {
    /// What serves.
    pub fn compiled(&self) -> &'a CompiledEnvironment {
        self.exchange.compiled()
    }

    /// The request.
    pub fn request(&self) -> &'a Request {
        &self.exchange.request
    }

    /// What a template may see and touch.
    pub fn rendering(&self) -> RenderContext<'a> {
        let compiled = self.compiled();
        RenderContext {
            request: Some(&self.exchange.request),
            ..compiled.rendering(&self.exchange.handle.shared.env_vars, self.step)
        }
    }

    /// A draft with the environment's headers.
    pub fn draft(&self) -> ResponseDraft {
        let mut draft = ResponseDraft::default();
        self.compiled().headers.apply(&mut draft, &self.rendering());
        draft
    }

    /// What `res.send` looks at in the request.
    pub fn conditions(&self) -> Conditions<'a> {
        self.exchange.conditions()
    }

    /// The context of a step that makes the response of a decision.
    pub fn responding(self, decision: Decision) -> Option<Responding<'a>> {
        let route = self.compiled().routes.get(decision.route)?;
        let response = route.responses.get(decision.response)?;
        Some(Responding { context: self, route, response, crud: decision.crud })
    }
}

/// What every step of one response gets.
#[derive(Clone, Copy)]
pub struct Responding<'a> {
    /// Of the request.
    pub context: Context<'a>,
    /// The route.
    pub route: &'a CompiledRoute,
    /// The response.
    pub response: &'a CompiledResponse,
    /// The operation, on a CRUD route.
    pub crud: Option<CrudOperation>,
}

impl<'a> std::ops::Deref for Responding<'a> {
    type Target = Context<'a>;

    fn deref(&self) -> &Context<'a> {
        &self.context
    }
}

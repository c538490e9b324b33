//! Facts of a kernel by number: columns and rows come in.

use profilekit::metrics::Values;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{NativeKernel, text, thrown};

#[wasm_bindgen]
impl NativeKernel {
    /// [`profilekit::wire::Session::prepare_facts`].
    #[wasm_bindgen(js_name = prepareFacts)]
    pub fn prepare_facts(&mut self, table: &[u8]) -> Result<u32, JsError> {
        self.session.prepare_facts(&text(table)).map_err(thrown)
    }

    /// [`profilekit::wire::Session::release_facts`].
    #[wasm_bindgen(js_name = releaseFacts)]
    pub fn release_facts(&mut self, facts: u32) {
        self.session.release_facts(facts);
    }

    /// [`profilekit::wire::Session::learn_texts`].
    #[wasm_bindgen(js_name = learnTexts)]
    pub fn learn_texts(
        &mut self,
        facts: u32,
        column: u32,
        texts: &[u8],
        lengths: &[u32],
    ) -> Result<Vec<u32>, JsError> {
        let codes = self.session.learn_texts(facts, column, texts, lengths);
        codes.map_err(thrown)
    }

    /// [`profilekit::wire::Session::stage_facts`] of doubles.
    #[wasm_bindgen(js_name = stageDoubles)]
    pub fn stage_doubles(
        &mut self,
        facts: u32,
        column: u32,
        values: &[f64],
        units: bool,
        currencies: &[u32],
        valid: &[u8],
    ) -> Result<(), JsError> {
        let values = Values::Doubles {
            values,
            units,
            currencies,
        };
        let staged = self.session.stage_facts(facts, column, values, valid);
        staged.map_err(thrown)
    }

    /// [`profilekit::wire::Session::stage_facts`] of whole numbers.
    #[wasm_bindgen(js_name = stageWhole)]
    pub fn stage_whole(
        &mut self,
        facts: u32,
        column: u32,
        values: &[i64],
        units: bool,
        currencies: &[u32],
        valid: &[u8],
    ) -> Result<(), JsError> {
        let values = Values::Whole {
            values,
            units,
            currencies,
        };
        let staged = self.session.stage_facts(facts, column, values, valid);
        staged.map_err(thrown)
    }

    /// [`profilekit::wire::Session::stage_facts`] of codes.
    #[wasm_bindgen(js_name = stageCodes)]
    pub fn stage_codes(
        &mut self,
        facts: u32,
        column: u32,
        codes: &[u32],
        valid: &[u8],
    ) -> Result<(), JsError> {
        let values = Values::Codes(codes);
        let staged = self.session.stage_facts(facts, column, values, valid);
        staged.map_err(thrown)
    }

    /// [`profilekit::wire::Session::take_facts`].
    #[wasm_bindgen(js_name = takeFacts)]
    pub fn take_facts(
        &mut self,
        facts: u32,
        count: u32,
        odd: &[u32],
        rows: &[u8],
    ) -> Result<(), JsError> {
        let taken = self.session.take_facts(facts, count, odd, rows);
        taken.map_err(thrown)
    }

    /// [`profilekit::wire::Session::settle_facts`].
    #[wasm_bindgen(js_name = settleFacts)]
    pub fn settle_facts(&mut self, facts: u32) -> Result<u32, JsError> {
        self.session.settle_facts(facts).map_err(thrown)
    }

    /// [`profilekit::wire::Session::undo_facts`].
    #[wasm_bindgen(js_name = undoFacts)]
    pub fn undo_facts(&mut self, facts: u32) -> Result<(), JsError> {
        self.session.undo_facts(facts).map_err(thrown)
    }

    /// [`profilekit::wire::Session::bad_facts`].
    #[wasm_bindgen(js_name = badFacts)]
    pub fn bad_facts(&mut self, facts: u32) -> Result<String, JsError> {
        self.session.bad_facts(facts).map_err(thrown)
    }

    /// [`profilekit::wire::Session::dashboard`].
    pub fn dashboard(
        &mut self,
        request: &[u8],
        document: &[u8],
        held: &[u32],
    ) -> Result<String, JsError> {
        let told = self.session.dashboard(request, document, held);
        told.map_err(thrown)
    }
}

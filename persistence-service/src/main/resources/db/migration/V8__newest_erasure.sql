-- Every write asks whether an erasure may cover its oldest message.
CREATE INDEX erasure_through ON persistence.erasure (through);

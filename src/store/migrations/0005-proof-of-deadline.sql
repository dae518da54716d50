-- The entry of the act that closed a deadline: what the promise board shows as its proof.
alter table deadline add column closed_by uuid;

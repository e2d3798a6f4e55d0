/**
 * Judges a run. {@link History} records what happened: what each player sent, was told and read,
 * what is stored and what is counted. {@link Checker} compares it with the guarantees, and {@link
 * Violation} defines what it finds. {@link WholeStack} starts a stack, and {@link Records} reads
 * what it stored and counted; everything else knows no stack.
 */
package org.dungeontalk.faults.check;

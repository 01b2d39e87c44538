package dev.cairn.local.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One event of the demo history, in the form in which a server key sends it. */
record DemoEvent(long at, ObjectNode json) {}

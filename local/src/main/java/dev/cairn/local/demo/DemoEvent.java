package dev.cairn.local.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One event in the demo history, in the format sent with a server key. */
record DemoEvent(long at, ObjectNode json) {}

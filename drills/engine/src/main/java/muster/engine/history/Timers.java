package muster.engine.history;

import java.time.Duration;

/**
 * The timers that decide how long a store is without a leader.
 *
 * @param heartbeat how often a leader is heard
 * @param election how long silence lasts before a follower stands for election; raft draws it from [election, 2·election)
 */
public record Timers(Duration heartbeat, Duration election) {}

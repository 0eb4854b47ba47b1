package io.github.pgbackground.internal.watch;

import io.github.pgbackground.RunningJob;
import io.github.pgbackground.WorkerPoolMXBean;
import java.util.Map;
import java.util.TreeMap;

/** What JMX asks of a pool. */
record PoolBean(Pool pool) implements WorkerPoolMXBean {
  @Override
  public String getTarget() {
    return pool.target();
  }

  @Override
  public int getMaxWorkers() {
    return pool.maxWorkers();
  }

  @Override
  public int getRunning() {
    return pool.running();
  }

  @Override
  public int getIdle() {
    return pool.idle();
  }

  @Override
  public int getQueued() {
    return pool.queued();
  }

  @Override
  public long getLaunched() {
    return pool.tally().launched();
  }

  @Override
  public long getRefused() {
    return pool.tally().refused();
  }

  @Override
  public long getCompleted() {
    return pool.tally().completed();
  }

  @Override
  public long getFailed() {
    return pool.tally().failed();
  }

  @Override
  public long getCancelled() {
    return pool.tally().cancelled();
  }

  @Override
  public long getSpilledBytes() {
    return pool.tally().spilledBytes();
  }

  @Override
  public Map<Integer, RunningJob> getRunningJobs() {
    Map<Integer, RunningJob> jobs = new TreeMap<>();
    pool.jobs().forEach(job -> jobs.put(job.getPid(), job));
    return jobs;
  }

  @Override
  public boolean isDraining() {
    return pool.isDraining();
  }

  @Override
  public boolean cancel(int pid) {
    return pool.cancel(pid);
  }

  @Override
  public void drain() {
    pool.drain();
  }

  @Override
  public void resume() {
    pool.resume();
  }
}

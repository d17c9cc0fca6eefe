"""SAGE (Kusne et al., Digital Discovery 2024) by NumPyro's NUTS, with the paper's settings and without the defects of its released code: stationary kernels,
bias bounds of their own, prediction back to the bias, total variance, independent keys.

Usage: numpyro_sage.py CASES.json [--only a,b] [--start smooth|svi] [--samples 1000] [--seeds 0,1]; prints one JSON document.
"""

import argparse
import json
import os
import sys
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import jax.scipy.linalg as jsl
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.diagnostics import effective_sample_size, split_gelman_rubin
from numpyro.infer import MCMC, NUTS, SVI, Trace_ELBO, init_to_value
from numpyro.infer.autoguide import AutoLowRankMultivariateNormal

import scores

numpyro.enable_x64()
JITTER = 1e-6
WARMUP, TREE_DEPTH, ACCEPT = 100, 5, 0.8  # the paper's
SVI_STEPS, SVI_RATE = 1000, 0.05
# Draws that the scores are made from; more change no digit that is printed.
PREDICTED = 250


def matern(a, b, variance, length):
    d = jnp.sqrt(jnp.maximum(((a[:, None] - b[None]) ** 2).sum(-1), 1e-24)) * jnp.sqrt(5.0) / length
    return variance * (1 + d + d * d / 3) * jnp.exp(-d)


def squared_exponential(a, b, variance, lengths):
    return variance * jnp.exp(-0.5 * (((a[:, None] - b[None]) / lengths) ** 2).sum(-1))


def lower(kernel):
    return jnp.linalg.cholesky(kernel + JITTER * jnp.eye(len(kernel)))


def model(case, xs, ys, xf, yf, has_property=True):
    regions, bounds, x = case["R"], case["bounds"], jnp.concatenate([xs, xf])
    variance = numpyro.sample("gpc_var", dist.Uniform(*bounds["gpc_var"]))
    length = numpyro.sample("gpc_len", dist.Uniform(*bounds["gpc_len"]))
    bias = numpyro.sample("gpc_bias", dist.Normal(0, 1))
    z = numpyro.sample("z", dist.Normal(0, 1).expand([regions, len(x)]).to_event(2))
    g = z @ lower(matern(x, x, variance, length)).T + bias
    numpyro.sample("labels", dist.Categorical(logits=g[:, :len(xs)].T), obs=ys)
    if not has_property:
        return
    noise = numpyro.sample("noise", dist.Uniform(*bounds["noise_var"]))
    with numpyro.plate("region", regions):
        own_variance = numpyro.sample("gpr_var", dist.Uniform(*bounds["gpr_var"]))
        own_bias = numpyro.sample("gpr_bias", dist.Uniform(*bounds["gpr_bias"]))
        own_length = numpyro.sample("gpr_len", dist.Uniform(*bounds["gpr_len"]).expand([case["dim"]]).to_event(1))
        eta = numpyro.sample("eta", dist.Normal(0, 1).expand([len(xf)]).to_event(1))
    f = jax.vmap(lambda v, l, e, b: lower(squared_exponential(xf, xf, v, l)) @ e + b)(own_variance, own_length, eta, own_bias)
    mean = (jax.nn.softmax(g[:, len(xs):], 0) * f).sum(0)
    numpyro.sample("property", dist.Normal(mean, jnp.sqrt(noise)), obs=yf)


def smooth_start(case, xs, ys, xf, yf):
    """Latents from the labels, smoothed by the Gaussian process; biases from the property under that map. No truth is used."""
    bounds, regions, x = case["bounds"], case["R"], jnp.concatenate([xs, xf])
    length = 0.3 if regions > 2 else 1.0
    variance = 0.5 * sum(bounds["gpc_var"])
    onehot = jax.nn.one_hot(ys, regions) - 1 / regions
    kernel = matern(xs, xs, variance, length) + 0.1 * variance * jnp.eye(len(xs))
    target = 4 * matern(x, xs, variance, length) @ jnp.linalg.solve(kernel, onehot)
    z = jsl.solve_triangular(lower(matern(x, x, variance, length)), target, lower=True).T
    p = jax.nn.softmax(target[len(xs):], 1)
    low, high = bounds["gpr_bias"]
    margin = 1e-3 * (high - low)
    bias = jnp.clip((p * yf[:, None]).sum(0) / (p.sum(0) + 1e-9), low + margin, high - margin)
    middle = {name: jnp.full(shape, 0.5 * sum(bounds[key])) for name, key, shape in
              [("noise", "noise_var", ()), ("gpr_var", "gpr_var", (regions,)), ("gpr_len", "gpr_len", (regions, case["dim"]))]}
    return {"gpc_var": jnp.array(variance), "gpc_len": jnp.array(length), "gpc_bias": jnp.array(0.0), "z": z, "gpr_bias": bias,
            "eta": jnp.zeros((regions, len(xf))), **middle}


def svi_start(case, data, key):
    """The paper's: the median of a guide that saw the labels only."""
    guide = AutoLowRankMultivariateNormal(model)
    result = SVI(model, guide, numpyro.optim.Adam(SVI_RATE), Trace_ELBO()).run(key, SVI_STEPS, case, *data, has_property=False, progress_bar=False)
    return guide.median(result.params)


def predictor(case, xs, xf):
    x = jnp.concatenate([xs, xf])

    def one(draw, at):
        chol = lower(matern(x, x, draw["gpc_var"], draw["gpc_len"]))
        cross = jsl.solve_triangular(chol, matern(x, at, draw["gpc_var"], draw["gpc_len"]), lower=True)
        p = jax.nn.softmax(draw["z"] @ cross, 0)

        def region(v, l, e, b):
            own = lower(squared_exponential(xf, xf, v, l))
            k = jsl.solve_triangular(own, squared_exponential(xf, at, v, l), lower=True)
            return e @ k + b, jnp.maximum(v - (k * k).sum(0), 1e-10)

        mean, variance = jax.vmap(region)(draw["gpr_var"], draw["gpr_len"], draw["eta"], draw["gpr_bias"])
        return p, mean, variance + draw["noise"]

    return jax.jit(lambda draws, at: jax.lax.map(lambda draw: one(draw, at), draws))


def run(name, case, arguments):
    xs, ys, xf, yf = jnp.array(case["xs"]), jnp.array(case["ys"]), jnp.array(case["xf"]), jnp.array(case["yf"])
    data = (xs, ys, xf, yf)
    seeds = [int(seed) for seed in arguments.seeds.split(",")]
    predict = predictor(case, xs, xf)
    at, probes = jnp.array(case["xt"]), jnp.array(case["xt"])[jnp.array(case["probe"])]
    rows, traces, sampler, hot = [], [], None, False
    for seed in seeds:
        keys = jax.random.split(jax.random.PRNGKey(seed), 2)
        before = scores.cpu_seconds()
        start = smooth_start(case, *data) if arguments.start == "smooth" else svi_start(case, data, keys[0])
        start_cpu = scores.cpu_seconds() - before
        # What compiles is not timed: the first run of a case is made twice.
        for _ in range(1 if hot else 2):
            sampler = MCMC(NUTS(model, max_tree_depth=TREE_DEPTH, target_accept_prob=ACCEPT, init_strategy=init_to_value(values=start)),
                           num_warmup=WARMUP, num_samples=arguments.samples, progress_bar=False) if not hot or sampler is None else sampler
            before, wall = scores.cpu_seconds(), time.perf_counter()
            sampler.run(keys[1], case, *data)
            jax.block_until_ready(sampler.get_samples())
            cpu, wall = scores.cpu_seconds() - before, time.perf_counter() - wall
            hot = True
        draws = sampler.get_samples()
        before = scores.cpu_seconds()
        at_probes = np.array(predict(draws, probes)[0])  # draws x regions x probes
        step = max(1, arguments.samples // PREDICTED)
        p, mean, variance = (np.array(part) for part in predict({key: value[::step] for key, value in draws.items()}, at))
        predict_cpu = scores.cpu_seconds() - before
        ess = np.array([[effective_sample_size(at_probes[None, :, r, i]) for r in range(case["R"])] for i in range(len(probes))])
        ess = np.where(np.isfinite(ess), ess, 0)
        traces.append(at_probes)
        count = len(p) * case["R"]
        mixture = (p / len(p)).reshape(count, -1), mean.reshape(count, -1), variance.reshape(count, -1)
        rows.append({"case": name, "model": "joint", "start": arguments.start, "seed": seed, "chains": 1, "draws": arguments.samples, "cpuSeconds": cpu,
                     "startCpuSeconds": start_cpu, "predictCpuSeconds": predict_cpu, "wallSeconds": wall, "effectiveSamples": float(ess.min()),
                     "effectiveSamplesPerProbe": [float(value) for value in ess.min(1)], "rHat": None, "converged": None,
                     "scores": {**scores.label_scores(case, p.mean(0).T), **scores.property_scores(case, *mixture)}, "changePoint": None})
        print(f"{name} seed {seed}: {cpu:.1f} s CPU, ESS {ess.min():.1f}, F1 {rows[-1]['scores']['microF1']:.3f}", file=sys.stderr)
    both = np.stack(traces)
    rhat = max(float(split_gelman_rubin(both[:, :, r, i])) for r in range(case["R"]) for i in range(len(probes)))
    for row in rows:
        row["rHat"] = rhat
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cases")
    parser.add_argument("--only", default="")
    parser.add_argument("--start", choices=["smooth", "svi"], default="smooth")
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--seeds", default="0,1")
    arguments = parser.parse_args()
    rows = []
    for name, case in scores.cases(arguments.cases, [name for name in arguments.only.split(",") if name]).items():
        rows += run(name, case, arguments)
    json.dump({"engine": "numpyro", "rows": rows}, sys.stdout)


main()

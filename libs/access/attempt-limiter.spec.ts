import { Refusal } from '#libs/kernel';
import { AttemptLimiter } from './attempt-limiter.js';

const fails = async () => {
  throw new Refusal('code-unknown');
};
const works = async () => 'in';

describe('attempt limiter', () => {
  it('makes an address wait after too many failures, and says how long', async () => {
    const limiter = new AttemptLimiter({ perAddress: 3, windowSeconds: 60 });
    for (let time = 0; time < 3; time += 1)
      await expect(limiter.attempt('cl', '10.0.0.1', fails)).rejects.toMatchObject({ code: 'code-unknown' });
    const error: unknown = await limiter.attempt('cl', '10.0.0.1', works).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'Refusal', code: 'too-many-attempts' });
    const { seconds } = (error as Refusal).details as { seconds: number };
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(await limiter.attempt('cl', '10.0.0.2', works)).toBe('in');
  });

  it('makes a country wait when many addresses guess together, and that country alone', async () => {
    const limiter = new AttemptLimiter({ perAddress: 3, perTenant: 5, windowSeconds: 60 });
    for (let time = 0; time < 5; time += 1) await expect(limiter.attempt('cl', `10.0.0.${time}`, fails)).rejects.toThrow(Refusal);
    await expect(limiter.attempt('cl', '10.0.1.1', works)).rejects.toMatchObject({ code: 'too-many-attempts' });
    expect(await limiter.attempt('pe', '10.0.1.1', works)).toBe('in');
  });

  it('counts failures only: a room full of good codes comes in', async () => {
    const limiter = new AttemptLimiter({ perAddress: 3, windowSeconds: 60 });
    const all = await Promise.all(Array.from({ length: 1_200 }, () => limiter.attempt('cl', '10.0.0.1', works)));
    expect(all).toHaveLength(1_200);
    const broken = async () => {
      throw new Error('the disk is full');
    };
    for (let time = 0; time < 5; time += 1)
      await expect(limiter.attempt('cl', '10.0.0.1', broken)).rejects.toThrow('the disk is full');
    expect(await limiter.attempt('cl', '10.0.0.1', works)).toBe('in');
  });
});

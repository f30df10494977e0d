import type { ServiceIdentifier } from 'inversify';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { readConfig } from '#composition/config/config.js';
import { createContainer } from '#composition/container.js';
import { openResources, type Resources } from '#composition/resources.js';
import { TOKENS as T } from '#composition/tokens.js';
import { SHOP_DEFAULTS } from '../../support/shop-defaults.js';
import { takeJobs, tick, workOff } from '../stages/worker.js';
import { KillSeam } from './kill-seam.js';
import type { Order, Report, Task } from './orders.js';

interface UseCase {
  execute(command: unknown): Promise<unknown>;
}

type Container = ReturnType<typeof createContainer>;

/** The service as it is composed, without its own clockwork: it does what the parent says, when the parent says it. */
class ShopInChild {
  private readonly clock = new FixedClock();
  private seam = new KillSeam();
  private resources: Resources | undefined;
  private container: Container | undefined;

  async obey({ now, task }: Order): Promise<Report> {
    this.clock.set(now);
    try {
      const answer = await this.carryOut(task);
      return { calls: this.seam.take(), answer };
    } catch (error) {
      return { calls: this.seam.take(), failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }

  private async carryOut(task: Task): Promise<unknown> {
    switch (task.do) {
      case 'begin':
        return this.begin(task);
      case 'ask':
        return idOf(await this.opened.get(T[task.door] as ServiceIdentifier<UseCase>).execute(task.command));
      case 'work':
        return workOff(this.workers(), () => takeJobs(this.opened.get(T.database)), () => false);
      case 'tick':
        return tick({ sweepDueWork: this.opened.get(T.sweepDueWork), deliverNotices: this.opened.get(T.deliverNotices) });
      case 'end':
        return this.resources?.close();
    }
  }

  private async begin({ environment, point }: Extract<Task, { do: 'begin' }>): Promise<void> {
    this.seam = new KillSeam();
    this.resources = await openResources({ ...readConfig(environment), shop: SHOP_DEFAULTS }, { clock: this.clock, seam: this.seam });
    this.container = createContainer(this.resources);
    this.seam.arm(point);
  }

  private workers(): Parameters<typeof workOff>[0] {
    const { opened } = this;
    return {
      applyWebhook: opened.get(T.applyWebhook),
      settlePayment: opened.get(T.settlePayment),
      settleRefund: opened.get(T.settleRefund),
      fulfilStars: opened.get(T.fulfilStars),
      syncAccount: opened.get(T.syncAccount),
      lookAtAccount: opened.get(T.lookAtAccount),
      attendSubscription: opened.get(T.attendSubscription),
      giveBackOverdue: opened.get(T.giveBackOverdue),
      deliverNotices: opened.get(T.deliverNotices),
    };
  }

  private get opened(): Container {
    if (!this.container) throw new Error('the shop has not begun');
    return this.container;
  }
}

/** Steps go on with ids alone; the rest would lose its kind on the way to another process. */
function idOf(answer: unknown): unknown {
  const { id, payment } = (answer ?? {}) as { readonly id?: string; readonly payment?: { readonly id: string } };
  return { id, ...(payment && { payment: { id: payment.id } }) };
}

const shop = new ShopInChild();
process.once('disconnect', () => process.exit(0));
process.on('message', (order) => {
  void shop.obey(order as Order).then((report) => process.send?.(report));
});

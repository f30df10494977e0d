import { expect } from 'chai';
import { MemoryVpnPanel } from '#adapters/outbound/memory/providers/memory-vpn-panel.js';
import { MemoryVpnPanels } from '#adapters/outbound/memory/providers/memory-vpn-panels.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { UnknownPanel } from '#domain/vpn/panel.js';
import { refusal } from '../../contracts/persistence/kit/refusal.js';

describe('the panels in process memory', () => {
  it('are found by their ids, and no other is', async () => {
    const clock = new FixedClock(new Date());
    const [here, there] = [new MemoryVpnPanel(clock, 'here'), new MemoryVpnPanel(clock, 'there')];
    const panels = new MemoryVpnPanels([here, there]);
    expect(await panels.get('there')).to.equal(there);
    await refusal(panels.get('elsewhere'), UnknownPanel);
  });
});

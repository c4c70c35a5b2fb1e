import type { AlarmState } from '../model';
import type { Reading } from '../reading';
import { lookUp } from '../text/look-up';
import type { CompositeState } from './alarm-rule';

/**
 * The alarms elsewhere that composite alarms name, and what follows from their states: a template, a file or an answer
 * of AWS is a part of an account. A state that is given is theirs all the time; of the others the reading says whether
 * they are OK, or what they do to each composite alarm whose rule they decide.
 */
export class OtherStates {
  /** Composites at hand whose rules, as things stand, an alarm elsewhere decides. */
  private readonly open = new Set<string>();

  constructor(
    private readonly reading: Reading,
    private readonly states: Readonly<Record<string, AlarmState>>,
  ) {}

  /** The state of an alarm that is not at hand, as far as it is known. */
  stateOf(alarmName: string): AlarmState | undefined {
    return lookUp(this.states, alarmName) ?? (this.reading['other-alarm'] === 'ok' ? 'OK' : undefined);
  }

  /** Whether an alarm elsewhere decides the state of a composite that is at hand. */
  decides(alarmName: string): boolean {
    return this.open.has(alarmName);
  }

  /** The state of a composite by its rule's verdict; `isNews` where it is decided elsewhere now and was not, or the reverse. */
  settle(alarmName: string, verdict: CompositeState | undefined): { to: CompositeState; isNews: boolean } {
    const wasOpen = this.open.has(alarmName);
    if (verdict === undefined) this.open.add(alarmName);
    else this.open.delete(alarmName);
    const to = verdict ?? (this.reading['other-alarm'] === 'may-alarm' ? 'ALARM' : 'OK');
    return { to, isNews: wasOpen !== (verdict === undefined) };
  }

  /** Whether a suppressor is in ALARM that is elsewhere, or that an alarm elsewhere decides. */
  suppresses(suppressor: string): boolean {
    const given = lookUp(this.states, suppressor);
    if (given !== undefined && !this.decides(suppressor)) return given === 'ALARM';
    return this.reading['other-suppressor'] === 'alarm';
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ReadWorkList } from '#assessment/queries.js';
import type { Person, Place } from '#identity/contract.js';
import { OrganisationDirectory, type OrganisationView } from '#organisations/contract.js';
import { surveyPlace } from '#stakeholder-survey/contract.js';
import { ListSurveys, type SurveyView } from '#stakeholder-survey/queries.js';
import { problem } from '../../edge/problem.js';
import type { SurveyContext } from './survey-forms.js';

const ID = /^([A-Za-z0-9]{1,10})\.(20\d{2})$/;

/** A year's survey of an organisation as somebody may see it, and where it lies for what they may do. */
export interface FoundSurvey {
  readonly organisation: OrganisationView;
  readonly year: string;
  /** Undefined while nothing is recorded of it. */
  readonly view: SurveyView | undefined;
  readonly place: Place;
}

/** Finds the surveys that pages are about. */
@Injectable()
export class Surveys {
  constructor(
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** By its id, `11J.2017`: of any organisation and year there is, also where nothing is recorded yet. */
  async find(person: Person, id: string, asAt?: bigint): Promise<FoundSurvey> {
    const [, code, year] = ID.exec(id) ?? [];
    const organisation = code === undefined ? undefined : await this.directory.find(code);
    if (organisation === undefined || year === undefined) throw problem('not-found', `There is no survey ${id}.`);
    const [view] = await this.queries.execute(new ListSurveys(person, { organisation: organisation.code, year, asAt }));
    return { organisation, year, view, place: await surveyPlace(this.directory, organisation.code, year) };
  }

  /** The organisation's open actions that lie on the person's list. */
  async actionsOf(person: Person, organisation: string): Promise<SurveyContext['actions']> {
    const { actions } = await this.queries.execute(new ReadWorkList(person));
    return actions.filter((action) => action.organisation === organisation);
  }
}

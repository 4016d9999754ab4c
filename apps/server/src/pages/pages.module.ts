import { type DynamicModule, Module } from '@nestjs/common';
import { ERROR_PAGES, PAGE_SIGN_IN } from '../edge/access-hook.js';
import { BulkEntriesPages } from './bulk-entries/bulk-entries.controller.js';
import { CasePages } from './assessments/case.controller.js';
import { WhatIfPages } from './assessments/what-if.controller.js';
import { ChangesPages } from './assessments/changes.controller.js';
import { OpenPages } from './assessments/open.controller.js';
import { IndicatorsPages } from './indicators/indicators.controller.js';
import { InterventionFormPages } from './interventions/forms.controller.js';
import { InterventionNames } from './interventions/intervention-names.js';
import { InterventionsFile, InterventionsPages } from './interventions/interventions.controller.js';
import { OrganisationInterventionsPages } from './interventions/of-organisation.controller.js';
import { ConsistencyPages } from './moderation/consistency.controller.js';
import { MovementsPages } from './moderation/movements.controller.js';
import { LetterPages, LettersOfAssessmentPages } from './letters/letters.controller.js';
import { NationalGridPages } from './national-grid/national-grid.controller.js';
import { YearlyDutyPages } from './national-results/yearly-duty.controller.js';
import { DraftPages } from './scorecards/draft.controller.js';
import { EditionFormPages } from './scorecards/edition-forms.controller.js';
import { ScorecardPages } from './scorecards/scorecards.controller.js';
import { BatchPages } from './panels/batch.controller.js';
import { ConfirmationsPages } from './panels/confirmations.controller.js';
import { ConvenePages } from './panels/convene.controller.js';
import { SittingDecisionPages } from './panels/decide.controller.js';
import { Staleness } from './forms/stale.js';
import { LookBefore } from './panels/look-before.js';
import { PanelFormPages } from './panels/panel-forms.controller.js';
import { PanelsPages } from './panels/panels.controller.js';
import { Sittings } from './panels/sittings.js';
import { AccessLogPages } from './people/access-log.controller.js';
import { PersonFormPages } from './people/forms.controller.js';
import { PeoplePages } from './people/people.controller.js';
import { Places } from './people/places.js';
import { SurveyFormPages } from './surveys/forms.controller.js';
import { OrganisationSurveysPages } from './surveys/of-organisation.controller.js';
import { SelfAssessmentFormPages } from './self-assessments/forms.controller.js';
import { SelfAssessmentsPages } from './self-assessments/self-assessments.controller.js';
import { SurveysPages } from './surveys/surveys.controller.js';
import { Surveys } from './surveys/surveys.js';
import { OperationsPages } from './operations/operations.controller.js';
import { Troubles } from './operations/troubles.js';
import { MessagesPages } from './messages/messages.controller.js';
import { WorkPages } from './work/work.controller.js';
import { AdoptionPages } from './frameworks/adoption.controller.js';
import { VersionApplicationPages } from './frameworks/version-application.controller.js';
import { FrameworksPages } from './frameworks/frameworks.controller.js';
import { Charts } from './history/charts.js';
import { HistoryPages } from './history/history.controller.js';
import { Cases } from './assessments/cases.js';
import { PeopleNames } from './reading/people-names.js';
import { DecisionPapers } from './forms/decision-papers.js';
import { NewerVersions } from './forms/newer-versions.js';
import { FormFlow } from './forms/form-flow.js';
import { FormPages } from './forms/forms.controller.js';
import { Assets } from './frame/assets.js';
import { ErrorPages } from './frame/error-pages.js';
import { PageSettings } from './frame/page-settings.js';
import { SessionSignIn } from './frame/page-sign-in.js';
import { Pages } from './frame/pages.js';
import { Sessions } from './frame/sessions.js';
import { SignInPage } from './frame/sign-in-page.js';
import { Visitors } from './frame/visitors.js';
import { OrganisationsPages } from './organisations/organisations.controller.js';
import { YearPages } from './organisations/years.controller.js';
import { PageMoments } from './reading/page-moments.js';
import type Provider from 'oidc-provider';
import { SamplePeoplePages, STANDALONE_PROVIDER } from './front/sample-people.controller.js';
import { SignIn } from './frame/sign-in.js';
import { SignInAttempts } from './frame/sign-in-attempts.js';
import { ActingPages } from './front/acting.controller.js';
import { FrontController } from './front/front.controller.js';

/** The pages for people in a browser. They dispatch the same commands and queries as the API, and never call it. */
@Module({})
export class PagesModule {
  /** @param standalone the provider of standalone mode, whose way of signing in is a page of ours. */
  static of(settings: PageSettings, standalone?: Provider): DynamicModule {
    return {
      module: PagesModule,
      // The filter of the whole application asks for the error pages.
      global: true,
      controllers: [
        FrontController,
        ActingPages,
        ...(standalone === undefined ? [] : [SamplePeoplePages]),
        BulkEntriesPages,
        AdoptionPages,
        VersionApplicationPages,
        FrameworksPages,
        HistoryPages,
        OrganisationsPages,
        YearPages,
        WhatIfPages,
        IndicatorsPages,
        OrganisationInterventionsPages,
        InterventionFormPages,
        InterventionsPages,
        InterventionsFile,
        OrganisationSurveysPages,
        SelfAssessmentsPages,
        SelfAssessmentFormPages,
        SurveysPages,
        SurveyFormPages,
        MovementsPages,
        ConsistencyPages,
        NationalGridPages,
        YearlyDutyPages,
        LettersOfAssessmentPages,
        LetterPages,
        DraftPages,
        EditionFormPages,
        ScorecardPages,
        ConvenePages,
        PanelsPages,
        SittingDecisionPages,
        BatchPages,
        ConfirmationsPages,
        PanelFormPages,
        AccessLogPages,
        PeoplePages,
        PersonFormPages,
        MessagesPages,
        OperationsPages,
        WorkPages,
        OpenPages,
        ChangesPages,
        CasePages,
        FormPages,
      ],
      providers: [
        { provide: PageSettings, useValue: settings },
        ...(standalone === undefined ? [] : [{ provide: STANDALONE_PROVIDER, useValue: standalone }]),
        ...[
          Assets,
          PageMoments,
          PeopleNames,
          Places,
          Cases,
          Sittings,
          LookBefore,
          Staleness,
          DecisionPapers,
          NewerVersions,
          FormFlow,
          InterventionNames,
          Surveys,
          Troubles,
          Charts,
          Sessions,
          Visitors,
          Pages,
          SignInPage,
          SignInAttempts,
          SignIn,
          ErrorPages,
          SessionSignIn,
        ],
        { provide: PAGE_SIGN_IN, useExisting: SessionSignIn },
        { provide: ERROR_PAGES, useExisting: ErrorPages },
      ],
      exports: [PAGE_SIGN_IN, ERROR_PAGES],
    };
  }
}

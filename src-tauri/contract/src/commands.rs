// The list of commands, in one place: `name(Request) -> Answer`. It is handed to a host's own
// macro, so that a host without a handler for one of them does not compile. This file is also
// included by the app's build script, which needs the names for the permissions; so it holds the
// list and nothing else.

/// Hands the list of commands to the macro named.
#[macro_export]
macro_rules! with_commands {
    ($host:ident) => {
        $host! {
            start(()) -> AppState;
            list_identities(()) -> Vec<Identity>;
            list_profiles(()) -> Vec<Identity>;
            connect(ConnectRequest) -> AppState;
            list_identity_rows(()) -> Vec<IdentityRow>;
            check_identities(CheckIdentities) -> JobId;
            sign_in(SignInRequest) -> JobId;
            start_key_form(()) -> KeyFormStart;
            check_key_form(KeyForm) -> FormCheck;
            keep_key(KeyForm) -> IdentityRef;
            remove_key(AccessKeyId) -> ();
            get_preferences(()) -> Preferences;
            save_preferences(Preferences) -> ();
            get_sandbox(()) -> SandboxSettings;
            save_sandbox(SandboxSettings) -> ();
            reset_sandbox(()) -> AppState;

            list_spaces(()) -> SpaceList;
            refresh_spaces(()) -> SpaceRefresh;
            get_space(SpaceRef) -> SpaceDetail;
            start_space_form(()) -> SpaceFormStart;
            check_space_form(SpaceForm) -> FormCheck;
            plan_space(SpaceForm) -> Plan;
            plan_delete_space(DeleteSpace) -> Plan;

            list_sources(SourceQuery) -> SourcePage;
            list_source_values(SourceValuesQuery) -> Vec<String>;
            refresh_sources(SpaceRef) -> ();
            get_source(SourceId) -> SourceDetail;
            save_source_settings(SourceSettings) -> ();
            verify_sources(Selection) -> JobId;
            cancel_job(JobId) -> ();
            accept_exposure(AcceptExposure) -> ();
            plan_update(UpdateRequest) -> Plan;
            plan_remove(RemoveRequest) -> Plan;

            list_templates(()) -> Vec<TemplateSummary>;
            list_drafts(SpaceRef) -> Vec<Draft>;
            open_draft(OpenDraft) -> Draft;
            save_draft(Draft) -> ();
            discard_draft(DraftId) -> ();
            check_source_form(SourceFormIn) -> FormCheck;
            render_documents(SourceFormIn) -> RoleDocumentsView;
            will_it_work(ForecastIn) -> Forecast;
            plan_role(DraftId) -> Plan;
            plan_connection(DraftId) -> Plan;

            list_unfinished_plans(()) -> Vec<Plan>;
            get_plan(PlanId) -> Plan;
            run_plan(PlanId) -> Plan;
            cancel_plan(PlanId) -> ();
            discard_plan(PlanId) -> ();

            list_switch_entries(SwitchQuery) -> SwitchPage;
            list_colours(()) -> Vec<NamedColour>;
            list_regions(()) -> Vec<NamedRegion>;
            check_switch_form(SwitchForm) -> SwitchFormCheck;
            save_switch_entry(SwitchForm) -> SwitchEntryId;
            change_switch_entries(SwitchChanges) -> u32;
            move_switch_entry(SwitchMove) -> ();
            add_sample_entries(()) -> u32;
            open_switch_entry(SwitchEntryId) -> ();
            open_console(ConsolePage) -> ();
            get_launch_menu(SwitchEntryId) -> LaunchMenu;
            launch(LaunchRequest) -> LaunchWay;
            choose_launch(ChooseLaunch) -> ();
            list_launch_choices(()) -> LaunchChoices;
            clear_copied(()) -> ();
            get_account_colour(SwitchEntryId) -> AccountColourOffer;
            set_account_colour(SetAccountColour) -> ();

            list_sessions(()) -> Vec<RunningSession>;
            renew_session(SwitchEntryId) -> ();
            end_session(SwitchEntryId) -> SessionEnd;
            get_quick_access(()) -> QuickAccessState;
            save_quick_access(QuickAccessSettings) -> ();
            hide_quick(()) -> ();

            choose_file(ChooseFile) -> Option<String>;
            list_dialects(()) -> Vec<DialectChoice>;
            preview_import(ImportRequest) -> ImportPreview;
            run_import(ImportRun) -> JobId;
            preview_export(ExportRequest) -> ExportPreview;
            export_entries(ExportRequest) -> Option<ExportAnswer>;
            preview_publish(PublishRequest) -> PublishPreview;
            publish(PublishRun) -> PublishAnswer;
            unpublish(UnpublishRun) -> PublishAnswer;

            list_team_files(()) -> Vec<TeamFileStatus>;
            list_team_entries(()) -> Vec<TeamEntry>;
            preview_team_file(TeamPath) -> TeamPreview;
            add_team_file(AddTeamFile) -> TeamFileId;
            update_team_file(UpdateTeamFile) -> ();
            remove_team_file(TeamFileId) -> ();

            get_workbench(()) -> Workbench;
            save_workbench(Workbench) -> ();
            clear_workbench(()) -> Workbench;
            list_workbench_choices(()) -> WorkbenchChoices;
            check_document(WorkbenchDocument) -> DocumentReport;
            decide_workbench(Workbench) -> WorkbenchAnswer;
            compare_documents(DocumentPair) -> DocumentComparison;
            load_policy_file(PolicyFile) -> WorkbenchDocument;
            load_source_documents(SourceId) -> LoadedDocuments;
            load_template_documents(TemplateValues) -> LoadedDocuments;
            export_document(WorkbenchDocument) -> String;

            list_activity(ActivityQuery) -> ActivityPage;
            list_activity_values(ActivityValuesQuery) -> Vec<String>;
            export_activity(ActivityQuery) -> ExportedFile;

            screen_ready(()) -> ();
        }
    };
}

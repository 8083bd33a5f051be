using KamBot.Conversation.Cards;
using KamBot.Conversation.Language;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.Conversation;

/// <summary>Commands about the talk itself: help, settings, small talk, and the words that steer an open form.</summary>
public sealed class ConversationCommands(
    CommandCatalogue catalogue, OpenForms forms, SpokenLanguages languages, Profiles profiles, Readers readers, WorkingCalendars calendars, IEnumerable<IProfileListener> listeners,
    IEnumerable<ISettingsLine> settingsLines, IEnumerable<ISettingsSections> sections) : ICommandSet
{
    private static readonly string[] HelpOrder = ["proposals", "meetings", "accounts", "dossier", "service", "recurring", "reminders", "rules", "team", "conversation"];

    /// <summary>Courtesies, and what only a card asks for: understood, but nothing to learn.</summary>
    private static readonly HashSet<string> NotInHelp = ["greeting", "thanks", "settings.confirm"];

    public IEnumerable<Command> Commands =>
    [
        new("help", (turn, input, _) => Task.FromResult(Help(turn, input))),
        new("greeting", (turn, _, _) => Task.FromResult(Reply.Say(turn.Text("Talk.Hello", ("name", FirstName(turn)))) with { IsSmallTalk = true })),
        new("thanks", (turn, _, _) => Task.FromResult(Reply.Say(turn.Text("Talk.Thanks")))),
        new("settings", (turn, _, _) => Task.FromResult(Settings(turn))),
        new("settings.confirm", ConfirmAsync),
        new("settings.calendar", CalendarAsync),
        new("settings.zone", ZoneAsync),
        new("settings.language", LanguageAsync),
        new("cancel", (turn, _, _) => Task.FromResult(forms.Cancel(turn))),
        new("back", (turn, _, token) => forms.BackAsync(turn, token)),
        new("skip", (turn, _, token) => forms.SkipAsync(turn, token)),
        new("resume", (turn, _, _) => Task.FromResult(forms.Resume(turn))),
        new("doing", (turn, _, _) => Task.FromResult(forms.Doing(turn))),
    ];

    /// <summary>Every command with an example, by group; inside a form the form's question again (E13).</summary>
    private Reply Help(Turn turn, CommandInput input)
    {
        var card = new Card(turn.Text("Help.Title"));
        var groups = catalogue.All.GroupBy(command => command.Group).OrderBy(group => Array.IndexOf(HelpOrder, group.Key) is var at and >= 0 ? at : HelpOrder.Length);
        var about = About(turn, input.Text("topic"));
        foreach (var group in groups.Where(group => group.Any(about)))
        {
            card.Section(turn.Text($"Help.{group.Key}"));
            foreach (var command in group.Where(about))
            {
                var text = catalogue.Describe(command.Intent, turn.Profile.Language);
                card.Line($"**{text.Examples[0]}** · {text.Summary}");
            }
        }

        if (forms.StandingQuestion(turn) is { } question)
            card.Section(turn.Text("Help.BackToForm")).Line(question);
        return Reply.Show(card) with { AsksFeedback = true };
    }

    /// <summary>"help offers", in any language: the commands whose group, summary or examples name the topic; all of them when none does.</summary>
    private Func<CommandDefinition, bool> About(Turn turn, string? topic)
    {
        if (string.IsNullOrWhiteSpace(topic))
            return IsShown;
        var words = Folding.Fold(topic);
        foreach (var reader in (Reader[])[turn.Reader, .. languages.All.Where(language => language != turn.Profile.Language).Select(language => In(turn, language))])
        {
            bool Names(CommandDefinition command)
            {
                var text = catalogue.Describe(command.Intent, reader.Language);
                return IsShown(command) && Folding.Fold($"{reader.Text($"Help.{command.Group}")} {text.Summary} {string.Join(' ', text.Examples)}").Contains(words, StringComparison.Ordinal);
            }

            if (catalogue.All.Any(Names))
                return Names;
        }

        return IsShown;
    }

    /// <summary>No courtesies, and no choice of a language while there is only one.</summary>
    private bool IsShown(CommandDefinition command) =>
        !NotInHelp.Contains(command.Intent) && catalogue.Describe(command.Intent, "en").Examples.Count > 0 && (command.Intent != "settings.language" || languages.All.Count > 1);

    private Reply Settings(Turn turn)
    {
        var card = new Card(turn.Text("Settings.Title"));
        SettingsCard.AddTo(card, turn, calendars, [(turn.Text("Settings.Language"), turn.Text("Language.Name")), .. settingsLines.Select(line => line.Of(turn))]);
        foreach (var section in sections)
            section.AddTo(card, turn);
        card.Form(
            turn.Text("Settings.ChangeCalendar"),
            [Inputs.Choice("calendar", turn.Text("Settings.Calendar"), calendars.All(turn.Reader.Culture).Select(each => ($"{each.Name} ({each.Code})", each.Code)), turn.Profile.Calendar, filtered: true)],
            new CardButton(turn.Text("Settings.Save"), "settings.calendar", Style: CardButtonStyle.Positive));
        card.Form(
            turn.Text("Settings.ChangeZone"),
            [Inputs.Choice("zone", turn.Text("Settings.Zone"), DateTimeZoneProviders.Tzdb.Ids.Where(id => id.Contains('/') && !id.StartsWith("Etc/", StringComparison.Ordinal)).Select(id => (id, id)), turn.Profile.Zone, filtered: true)],
            new CardButton(turn.Text("Settings.Save"), "settings.zone", Style: CardButtonStyle.Positive));
        if (languages.All.Count > 1)
        {
            card.Form(
                turn.Text("Settings.ChangeLanguage"),
                [Inputs.Choice("language", turn.Text("Settings.Language"), languages.All.Select(each => (NameOf(turn, each), each)), turn.Profile.Language)],
                new CardButton(turn.Text("Settings.Save"), "settings.language", Style: CardButtonStyle.Positive));
        }

        if (!turn.Profile.Confirmed)
            card.Button(turn.Text("Welcome.Right"), "settings.confirm", style: CardButtonStyle.Positive);
        return Reply.Show(card.Note(turn.Text("Settings.Hint")));
    }

    private async Task<Reply> ConfirmAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        turn.Profile = await profiles.ChangeAsync(turn.User, now => now! with { Confirmed = true, ZoneIsGuess = false }, cancellationToken);
        return Reply.Show(new Card(turn.Text("Settings.Confirmed"), CardTone.Good)
            .Line(turn.Text("Settings.ConfirmedLine", ("zone", turn.Profile.Zone), ("calendar", SettingsCard.Name(turn, calendars))))
            .Button(turn.Text("Welcome.Try"), "sample.load"));
    }

    private async Task<Reply> CalendarAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.Text("calendar") is not { } words || !calendars.TryGet(words, out var calendar))
            return Reply.Say(turn.Text("Settings.WhichCalendar")).Wanting(null, "calendar");
        return await ChangedAsync(turn, now => now with { Calendar = calendar.Code, Confirmed = true }, turn => turn.Text("Settings.CalendarSet", ("calendar", SettingsCard.Name(turn, calendars))), cancellationToken);
    }

    private async Task<Reply> ZoneAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.Text("zone") is not { } zone || DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
            return Reply.Say(turn.Text("Settings.WhichZone")).Wanting(null, "zone");
        if (zone == turn.Profile.Zone && input.Press is not null)
        {
            turn.Profile = await profiles.ChangeAsync(turn.User, now => now! with { ZoneIsGuess = false, Confirmed = true }, cancellationToken);
            return Reply.Show(new Card(turn.Text("Settings.ZoneKept", ("zone", zone)), CardTone.Good));
        }

        return await ChangedAsync(turn, now => now with { Zone = zone, ZoneIsGuess = false, Confirmed = true }, turn => turn.Text("Settings.ZoneSet", ("zone", turn.Profile.Zone)), cancellationToken);
    }

    private async Task<Reply> LanguageAsync(Turn turn, CommandInput input, CancellationToken cancellationToken)
    {
        if (input.Text("language") is not { } language || !languages.Speaks(language))
            return forms.AskAgain(turn, turn.Text("Settings.OnlyLanguages", ("languages", languages.All.Select(each => NameOf(turn, each))))).Wanting(null, "language");
        turn.Profile = await profiles.ChangeAsync(turn.User, now => languages.Chosen(now!, language), cancellationToken);
        turn.Reader = readers.For(turn.Profile);
        return forms.AskAgain(turn, turn.Text("Settings.LanguageSet"));
    }

    /// <summary>A changed zone or calendar moves what is planned, and says so.</summary>
    private async Task<Reply> ChangedAsync(Turn turn, Func<Profile, Profile> change, Func<Turn, string> headline, CancellationToken cancellationToken)
    {
        turn.Profile = await profiles.ChangeAsync(turn.User, now => change(now!), cancellationToken);
        turn.Reader = readers.For(turn.Profile);
        var moved = new List<Moved>();
        foreach (var listener in listeners)
            moved.AddRange(await listener.ChangedAsync(turn, cancellationToken));
        var card = new Card(headline(turn), CardTone.Good);
        SettingsCard.AddTo(card, turn, calendars);
        return Reply.Show(Moved.AddTo(card, turn.Reader, turn.Today, moved));
    }

    /// <summary>A language's name for itself.</summary>
    private string NameOf(Turn turn, string language) => In(turn, language).Text("Language.Name");

    private Reader In(Turn turn, string language) => readers.For(languages.Chosen(turn.Profile, language));

    private static string FirstName(Turn turn) => turn.Profile.Name.Split(' ')[0];
}

/// <summary>What a slice shows under "settings".</summary>
public interface ISettingsLine
{
    (string Label, string? Value) Of(Turn turn);
}

/// <summary>What a slice lists under "settings", in sections of its own.</summary>
public interface ISettingsSections
{
    void AddTo(Card card, Turn turn);
}

/// <summary>A slice that plans by the user's zone and calendar, and plans anew when they change.</summary>
public interface IProfileListener
{
    /// <returns>The reminders that moved.</returns>
    Task<IReadOnlyList<Moved>> ChangedAsync(Turn turn, CancellationToken cancellationToken);
}

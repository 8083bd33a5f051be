using KamBot.Conversation.Language;
using Microsoft.Extensions.Options;

namespace KamBot.Conversation;

/// <summary>The languages KamBot answers in, and what each user is addressed in: told once by Teams, then chosen by the user only.</summary>
public sealed class SpokenLanguages(CommandCatalogue catalogue, IOptions<ConversationOptions> options)
{
    private const string Fallback = "en";

    /// <summary>Two letters each.</summary>
    public IReadOnlyList<string> All { get; } = options.Value.Languages is { Length: > 0 } wanted ? [.. wanted.Select(language => language.ToLowerInvariant())] : [.. catalogue.Languages];

    public bool Speaks(string language) => All.Contains(language, StringComparer.Ordinal);

    /// <summary>A profile after a message that told a locale: the first settles the language, each the formats if they are that language's.</summary>
    public Profile Told(Profile profile, string? locale)
    {
        if (locale is null || locale == profile.TeamsLocale)
            return profile;
        var language = profile.TeamsLocale is null && !profile.HasChosenLanguage ? Of(locale) : profile.Language;
        return InFormats(profile with { TeamsLocale = locale, Language = language });
    }

    /// <summary>A profile after the user's own word.</summary>
    public Profile Chosen(Profile profile, string language) => InFormats(profile with { Language = language, HasChosenLanguage = true });

    /// <summary>Somebody new, before anything is told.</summary>
    public Profile Assumed(Profile profile) => InFormats(profile with { Language = Of(options.Value.Locale) });

    private string Of(string locale) => LanguageOf(locale) is var language && Speaks(language) ? language : Speaks(Fallback) ? Fallback : All[0];

    /// <summary>Teams' locale knows better than the language whether 03/04 is in March, but only of its own language.</summary>
    private Profile InFormats(Profile profile)
    {
        string?[] known = [profile.TeamsLocale, options.Value.Locale, catalogue.LocaleOf(profile.Language)];
        return profile with { Locale = known.First(locale => locale is not null && LanguageOf(locale) == profile.Language)! };
    }

    private static string LanguageOf(string locale) => locale.Split('-', '_')[0].ToLowerInvariant();
}

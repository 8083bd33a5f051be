using KamBot.Conversation;
using KamBot.Platform.Tables;

namespace KamBot.Accounts;

/// <summary>
/// The users of a company that ever spoke to KamBot, by name as people write it. Nobody else is known: Teams tells a bot of its
/// users only. A row may outlive its name: whoever finds one looks whether the profile still bears it.
/// </summary>
public sealed class Colleagues(ITableStore tables, LegalForms legalForms, NameForms nameForms, Profiles profiles) : NameIndex(Table, tables, legalForms, nameForms), IAcquaintances
{
    public const string Table = "Colleagues";

    private const int MostLookedAt = 10;

    public async Task MetAsync(Profile profile, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profile);
        // The new name may have rows in common with the old one.
        if (profile.KnownAs is { } before)
            await RemoveAsync(profile.User.Tenant, Named(profile, before), cancellationToken);
        await AddAsync(profile.User.Tenant, Named(profile, profile.Name), cancellationToken);
    }

    /// <summary>The colleagues that the words may mean; never the user. More than one is never narrowed by guessing.</summary>
    public async Task<ColleagueFinding> FindAsync(Turn turn, string words, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var found = new List<Profile>();
        var finding = await FindAsync(turn.User.Tenant, words, cancellationToken);
        var meansUser = false;
        foreach (var match in finding.Matches.Take(MostLookedAt))
        {
            if (match.Owner == turn.User.Id)
                meansUser = true;
            else if (match.Owner is { } id && await profiles.FindAsync(new UserKey(turn.User.Tenant, id), cancellationToken) is { Reference: not null } profile && profile.Name == match.Name)
                found.Add(profile);
        }

        return new ColleagueFinding([.. found.OrderBy(profile => profile.Name, StringComparer.Ordinal)], finding.IsGuess, meansUser);
    }

    /// <summary>Rows are told apart by a hash: an id from outside may hold what a key may not.</summary>
    private static NameMatch Named(Profile profile, string name) => new(OperationId.Of(profile.User.Partition).Value, name, profile.User.Id);
}

/// <param name="People">Those who may be meant.</param>
/// <param name="IsGuess">The words fit only if they were mistyped.</param>
/// <param name="MeansUser">The words fit the user who said them.</param>
public sealed record ColleagueFinding(IReadOnlyList<Profile> People, bool IsGuess, bool MeansUser);

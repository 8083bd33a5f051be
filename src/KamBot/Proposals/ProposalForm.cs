using System.Globalization;
using KamBot.Conversation;
using KamBot.Conversation.Forms;
using KamBot.Conversation.Language;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Proposals;

/// <summary>An offer that went out, as it is being said: whatever is missing is asked.</summary>
public sealed record ProposalDraft
{
    public ClientRef? Client { get; init; }

    public Money? Amount { get; init; }

    public Expiry? Expiry { get; init; }

    public string? Channel { get; init; }

    /// <summary>Null: today.</summary>
    public LocalDate? SentOn { get; init; }
}

/// <summary>The last day, or the reason why there is none (PRP-13).</summary>
public sealed record Expiry(LocalDate? Until, string? NoExpiryReason);

public sealed class ProposalForm(
    Understanding understanding, CommandCatalogue catalogue, IClientFinder clients, ProposalDesk desk, Currencies currencies, Validities validities)
    : Form<ProposalDraft>(understanding, catalogue, clients)
{
    private static readonly int[] UsualDays = [14, 30, 60];

    public override string Intent => "proposal.sent";

    protected override string Name => "Proposal";

    protected override IReadOnlyList<Field<ProposalDraft>> Fields =>
    [
        new("client", form => form.Client, (form, value) => form with { Client = (ClientRef?)value }) { Show = (_, form) => form.Client?.Name },
        new("amount", form => form.Amount, (form, value) => form with { Amount = (Money?)value })
        {
            Read = ReadAmount,
            Show = (turn, form) => form.Amount is { } amount ? turn.Reader.Money(amount) : null,
        },
        new("sentOn", form => form.SentOn, (form, value) => form with { SentOn = (LocalDate?)value }, IsOptional: true)
        {
            IsSilent = true,
            Show = (turn, form) => LocalDatePattern.Iso.Format(form.SentOn ?? turn.Today),
        },
        new("validity", form => form.Expiry, (form, value) => form with { Expiry = (Expiry?)value })
        {
            Read = ReadValidity,
            Suggest = (turn, _) => UsualDays.Select(days => (turn.Reader.Plural("Proposal.Days", days), days.ToString(CultureInfo.InvariantCulture) + turn.Text("Proposal.DaysWord"))),
            Show = (_, form) => form.Expiry is { Until: { } until } ? LocalDatePattern.Iso.Format(until) : form.Expiry?.NoExpiryReason,
        },
        new("channel", form => form.Channel, (form, value) => form with { Channel = (string?)value })
        {
            Suggest = (turn, _) => ProposalTexts.Channels.Select(channel => (turn.Text($"Proposal.Channel.{channel}"), channel)),
            Show = (_, form) => form.Channel,
        },
    ];

    protected override ProposalDraft New(Turn turn) => new();

    protected override string Title(Turn turn, ProposalDraft form) =>
        form.Client is { } client ? turn.Text("Proposal.FormFor", ("client", client.Name)) : turn.Text("Proposal.Form");

    protected override Task<Reply> CompleteAsync(Turn turn, ProposalDraft form, CancellationToken cancellationToken) =>
        desk.SendAsync(turn, form, cancellationToken);

    private FieldReading ReadAmount(Turn turn, ProposalDraft form, object value)
    {
        var money = (Money)value;
        return money.Amount <= 0
            ? FieldReading.Wrong(turn.Text("Proposal.AmountPositive"))
            : FieldReading.Of(money with { Currency = money.Currency ?? currencies.Of(turn.Profile.Calendar) });
    }

    private FieldReading ReadValidity(Turn turn, ProposalDraft form, object value) =>
        validities.Read(turn, (Validity)value, form.SentOn ?? turn.Today);
}

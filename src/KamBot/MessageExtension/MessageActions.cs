using KamBot.Accounts;
using KamBot.BotBuilder.Schema;
using KamBot.Conversation;
using KamBot.Conversation.Language;
using KamBot.Meetings;
using KamBot.Reminders;
using KamBot.Service;
using KamBot.WorkingDays;
using NodaTime;

namespace KamBot.MessageExtension;

/// <summary>"Log as note", "as task", "as complaint" on any message: opens the dialog, and saves what comes back once.</summary>
internal sealed class MessageActions(
    AccountStore accounts, AccountNames names, PeopleNames people, IClientFinder finder, MessageDesk messages, ComplaintDesk complaints, Router router, ReminderRules rules)
{
    /// <summary>A manager with more clients than this names one by a word.</summary>
    private const int MostListed = 2_000;

    public async Task<TaskModuleResponseBase> OpenAsync(Turn turn, MessagingExtensionAction action, CancellationToken cancellationToken)
    {
        if (!ActionDialog.IsAction(action.CommandId))
            return TaskModuleResponseBase.Message(turn.Text("Extension.UnknownAction"));
        var clients = await ClientsAsync(turn, cancellationToken);
        if (clients.Count == 0)
            return TaskModuleResponseBase.Message(turn.Text("Client.NoneHint"));
        var message = SaidMessage.Of(action.MessagePayload);
        var isOwn = message.AuthorId is { } author && (author == turn.User.Id || author == turn.Context.Activity.From?.Id);
        var on = message.At is { } at ? Instant.FromDateTimeOffset(at).InZone(turn.Profile.DateTimeZone).Date : turn.Today;
        var guess = await GuessAsync(turn, clients, message, cancellationToken);
        var draft = new ActionDraft(guess?.Id, null, message.Text, LocalDate.Min(on, turn.Today), isOwn ? null : message.Author)
        {
            Due = WorkingDayArithmetic.FirstAfter(turn.Today, rules.Of(turn.Profile).Manager),
            Party = isOwn || message.Author is null ? TaskParty.Us : TaskParty.Client,
        };
        return ActionDialog.Page(turn, action.CommandId!, draft, WithFirst(clients, guess));
    }

    public async Task<TaskModuleResponseBase> SubmitAsync(Turn turn, MessagingExtensionAction action, CancellationToken cancellationToken)
    {
        if (!ActionDialog.IsAction(action.CommandId) || turn.Press is not { } press)
            return TaskModuleResponseBase.Message(turn.Text("Extension.UnknownAction"));
        if (press.Data.ContainsKey(ActionDialog.Undo))
            return TaskModuleResponseBase.Message(await UndoAsync(turn, press, cancellationToken));

        var draft = ActionDialog.Read(press);
        var (account, problem) = await ClientOfAsync(turn, draft, cancellationToken);
        problem ??= draft.What is null ? turn.Text("Extension.WhatMissing") : draft.On > turn.Today ? turn.Text("Extension.StillAhead") : null;
        if (problem is not null)
            return ActionDialog.Page(turn, action.CommandId!, draft, await ClientsAsync(turn, cancellationToken), problem);

        var reply = await SaveAsync(turn, action, account!, draft, cancellationToken);
        return reply.Card is { } card ? ActionDialog.Saved(turn, card) : TaskModuleResponseBase.Message(reply.Text ?? "");
    }

    private Task<Reply> SaveAsync(Turn turn, MessagingExtensionAction action, Account account, ActionDraft draft, CancellationToken cancellationToken)
    {
        var link = SaidMessage.Of(action.MessagePayload).Link;
        var on = draft.On ?? turn.Today;
        return action.CommandId switch
        {
            ExtensionCommands.LogTask => messages.TaskAsync(turn, account, new TaskDraft(draft.Party, draft.Who, draft.What!, draft.Due), link, cancellationToken),
            ExtensionCommands.LogComplaint => complaints.LogAsync(turn, account, new ComplaintSaid(draft.What!, draft.Who, on, link), cancellationToken),
            _ => messages.NoteAsync(turn, account, new MessageSaid(draft.What!, draft.Who, on, link), cancellationToken),
        };
    }

    private async Task<string> UndoAsync(Turn turn, CardPress press, CancellationToken cancellationToken)
    {
        var reply = await router.PressAsync(turn, new CardPress("undo", new() { [UndoCommand.Operation] = press.Text(ActionDialog.Undo) }), cancellationToken);
        return reply.Card?.Headline ?? reply.Text ?? "";
    }

    private async Task<(Account? Account, string? Problem)> ClientOfAsync(Turn turn, ActionDraft draft, CancellationToken cancellationToken)
    {
        var id = draft.Client;
        if (draft.OtherClient is { } words)
        {
            var found = await finder.FindAsync(turn, words, cancellationToken);
            if (found.Clients is not [var only])
                return (null, found.Clients.Count > 1 ? turn.Text("Client.Which", ("words", words)) : turn.Text("Client.Unknown", ("words", words)));
            id = only.Id;
        }

        if (id is null)
            return (null, turn.Text("Extension.WhichClient"));
        return await accounts.FindAsync(new AccountKey(turn.User.Tenant, id), cancellationToken) is { } account && account.IsOpenTo(turn)
            ? (account, null)
            : (null, turn.Text("Client.Gone"));
    }

    /// <summary>The longest of the user's clients that the message names, else the one whose person wrote it.</summary>
    private async Task<ClientRef?> GuessAsync(Turn turn, IReadOnlyList<ClientRef> clients, SaidMessage message, CancellationToken cancellationToken)
    {
        var text = names.WordsOf(message.Text);
        if (clients.Where(client => names.IsSaidIn(text, client.Name)).MaxBy(client => client.Name.Length) is { } named)
            return named;
        if (message.Author is not { } author || await people.FindAsync(turn.User.Tenant, author, cancellationToken) is not { IsGuess: false } finding)
            return null;
        List<string> of = [.. finding.Matches.Select(match => match.AccountId).Distinct()];
        return clients.Where(client => of.Contains(client.Id)).ToList() is [var only] ? only : null;
    }

    private async Task<IReadOnlyList<ClientRef>> ClientsAsync(Turn turn, CancellationToken cancellationToken)
    {
        var clients = new List<ClientRef>();
        foreach (var user in turn.ActsFor)
            clients.AddRange(await accounts.ListedAsync(user, MostListed, cancellationToken));
        return [.. clients.OrderBy(client => client.Name, StringComparer.Create(turn.Reader.Culture, ignoreCase: true))];
    }

    /// <summary>The guess stands in the list however long that is.</summary>
    private static IReadOnlyList<ClientRef> WithFirst(IReadOnlyList<ClientRef> clients, ClientRef? guess) =>
        guess is null ? clients : [guess, .. clients.Where(client => client.Id != guess.Id)];
}

using KamBot.Conversation;

namespace KamBot.Reminders;

/// <summary>Plans everybody's reminders anew in the background, after something of the company's changed, and tells those whose reminders moved.</summary>
public interface ICompanyReplanning
{
    /// <summary>The company's rules are others now. Called after they are written; the same operation again begins it again, which moves nothing more.</summary>
    /// <param name="tenant">The company.</param>
    /// <param name="operation">Whose change it is.</param>
    /// <param name="cancellationToken">The turn's deadline.</param>
    /// <exception cref="Platform.Tables.TableStoreException">The store could not be used.</exception>
    Task RulesChangedAsync(string tenant, OperationId operation, CancellationToken cancellationToken);
}

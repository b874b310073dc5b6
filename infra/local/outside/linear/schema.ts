// The part of Linear's schema that releases need, by Linear's names. https://github.com/linear/linear (packages/sdk/src/schema.graphql)
export const SCHEMA = `
type Query {
  viewer: User!
  teams(filter: TeamFilter, first: Int): TeamConnection!
  project(id: String!): Project!
  issues(filter: IssueFilter, includeArchived: Boolean, first: Int): IssueConnection!
  issue(id: String!): Issue!
}
type Mutation {
  issueCreate(input: IssueCreateInput!): IssuePayload!
  issueUpdate(id: String!, input: IssueUpdateInput!): IssuePayload!
  commentCreate(input: CommentCreateInput!): CommentPayload!
}
input StringComparator { eq: String }
input IDComparator { eq: ID }
input TeamFilter { key: StringComparator }
input IssueFilter { id: IDComparator }
input CommentFilter { id: IDComparator }
input IssueCreateInput { id: String, teamId: String!, title: String, description: String, projectId: String }
input IssueUpdateInput { stateId: String }
input CommentCreateInput { id: String, issueId: String, body: String }
type User { name: String!, email: String! }
type Project { name: String!, teams(first: Int): TeamConnection! }
type Team { id: ID!, key: String!, name: String!, states(first: Int): WorkflowStateConnection! }
type WorkflowState { id: ID!, name: String!, type: String! }
type Issue {
  id: ID!
  identifier: String!
  title: String!
  description: String
  url: String!
  state: WorkflowState!
  team: Team!
  comments(filter: CommentFilter, first: Int): CommentConnection!
}
type Comment { id: ID!, body: String! }
type TeamConnection { nodes: [Team!]! }
type WorkflowStateConnection { nodes: [WorkflowState!]! }
type IssueConnection { nodes: [Issue!]! }
type CommentConnection { nodes: [Comment!]! }
type IssuePayload { success: Boolean!, issue: Issue }
type CommentPayload { success: Boolean!, comment: Comment! }
`;
